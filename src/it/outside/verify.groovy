// What an outside project must find: its strategy and its data, beside the full model, in its report.
def results = new File(basedir, 'target/exitbench/py150/results.csv').text
assert results.contains(',halfway,every=2,defer,')
assert results.contains(',full-depth,,propagate,')
assert !results.contains('unfinished')
def provenance = new File(basedir, 'target/exitbench/py150/run.json').text
assert provenance.contains('"dataset": "local:data"')
assert provenance.contains('"suite_class": "mine.MySuite"')
assert provenance.contains('"exitbench": "')
assert new File(basedir, 'target/report/index.html').length() > 100_000
def log = new File(basedir, 'build.log').text
assert log.contains('mine.Unfinished (@NotInSuites)')
return true
