(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const numbers = JSON.parse(byId('data').textContent);
  document.documentElement.classList.add('js');

  /* The frontier: every picture is in the page; one is seen. */
  const choice = byId('choice');
  if (choice) {
    const quality = byId('q'), cost = byId('c'), ms = byId('ms'), keep = byId('keep');
    const outputs = all('output', choice);
    const runs = Object.entries(numbers.runs);
    const full = numbers.runs[numbers.full] || {};
    const times = runs.map(([, run]) => run.ms).filter((time) => time !== null);
    const kept = (run) => full[quality.value] > 0 && run[quality.value] !== null
      ? 100 * run[quality.value] / full[quality.value] : null;
    const slowest = times.length ? Math.max(...times) : 0;
    ms.min = times.length ? Math.min(...times) * 0.99 : 0;
    ms.max = slowest * 1.001;
    ms.value = ms.max;
    ms.closest('label').hidden = times.length === 0;
    keep.min = 0;
    keep.max = 100;
    keep.value = 0;
    const filter = () => {
      const free = ms.value >= slowest && Number(keep.value) <= 0;
      let left = 0;
      let best = null;
      for (const [number, run] of runs) {
        const share = kept(run);
        const stays = free || ((run.ms === null || run.ms <= Number(ms.value) || ms.value >= slowest)
          && (Number(keep.value) <= 0 || (share !== null && share >= Number(keep.value) - 1e-9)));
        for (const each of all(`[data-r="${number}"]`)) {
          if (each.closest('#frontier') || each.closest('#table')) each.classList.toggle('out', !stays);
        }
        if (stays) {
          left++;
          const spent = run[cost.value];
          if (run.honest && spent !== null && (best === null || spent < best.spent)) {
            best = { number, label: run.label, spent };
          }
        }
      }
      outputs[0].textContent = Number(ms.value).toFixed(2);
      outputs[1].textContent = Number(keep.value).toFixed(1);
      byId('left').textContent = free ? '' : `${left} of ${runs.length} runs are left`
        + (best ? `; least ${cost.selectedOptions[0].textContent}: ${best.number} ${best.label}` : '');
    };
    const show = () => {
      for (const figure of all('#frontier figure')) {
        figure.hidden = figure.dataset.q !== quality.value || figure.dataset.c !== cost.value;
      }
      filter();
    };
    for (const each of [quality, cost]) each.addEventListener('change', show);
    for (const each of [ms, keep]) each.addEventListener('input', filter);
    choice.addEventListener('submit', (event) => event.preventDefault());
    show();
  }

  /* A run under the pointer or the focus is lit wherever it stands. */
  const light = (event) => {
    const from = (element) => element && element.closest
      ? element.closest('#frontier a[data-r]') : null;
    const link = from(event.target) || from(document.activeElement);
    for (const each of all('.lit')) each.classList.remove('lit');
    if (link) {
      for (const each of all(`a[data-r="${link.dataset.r}"], tr[data-r="${link.dataset.r}"]`)) {
        each.classList.add('lit');
      }
      byId('hover').textContent = link.getAttribute('aria-label');
    }
  };
  document.addEventListener('mouseover', light);
  document.addEventListener('focusin', light);

  /* The table sorts by any column; unknown cells stay last. */
  const table = byId('table');
  if (table) {
    const heads = all('thead th', table);
    const value = (row, column) => {
      const cell = row.cells[column];
      return 'v' in cell.dataset ? cell.dataset.v : cell.textContent.trim();
    };
    const compare = (a, b, sign) => {
      if (a === '' || b === '') return (a === '') - (b === '');
      const x = Number(a), y = Number(b);
      return sign * (Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y);
    };
    const sort = byId('sort');
    const order = (column, down) => {
      for (const each of heads) each.removeAttribute('aria-sort');
      heads[column].setAttribute('aria-sort', down ? 'descending' : 'ascending');
      sort.value = column;
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => compare(value(a, column), value(b, column), down ? -1 : 1));
      table.tBodies[0].append(...rows);
    };
    heads.forEach((head, column) => {
      sort.add(new Option(head.textContent, column));
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') !== 'descending' && column > 1
          || head.getAttribute('aria-sort') === 'ascending';
        order(column, down);
      });
    });
    sort.addEventListener('change', () => order(Number(sort.value), Number(sort.value) > 1));
    byId('all').addEventListener('change', (event) =>
      table.classList.toggle('everything', event.target.checked));
  }

  /* Completions wait as text; the chosen one takes the place of those that stand in the page. */
  const pick = byId('pick');
  if (pick) {
    const waiting = all('script.waiting');
    const index = JSON.parse(byId('samples').textContent);
    const which = byId('which'), of = byId('of'), find = byId('find'), place = byId('place');
    const reference = numbers.full === null ? -1 : numbers.full - 1;
    const text = (value) => value.replace(/&/g, '&amp;').replace(/</g, '&lt;')
      .replace(/>/g, '&gt;').replace(/"/g, '&quot;').toLowerCase();
    let found = [];
    let at = 0;
    const loss = (sample) => reference < 0 ? 0
      : index[sample][reference][0] - index[sample][Number(of.value) - 1][0];
    const show = () => {
      place.textContent = found.length ? `${at + 1} of ${found.length}` : 'none';
      byId('shown').innerHTML = found.length ? waiting[found[at]].textContent : '';
      for (const row of all(`#shown [data-r="${of.value}"]`)) row.classList.add('lit-row');
    };
    const search = () => {
      const wanted = text(find.value.trim());
      found = waiting.map((_, sample) => sample).filter((sample) =>
        (which.value !== 'differs' || index[sample][Number(of.value) - 1][1] === 1)
        && (which.value !== 'worse' || loss(sample) > 0)
        && (wanted === '' || waiting[sample].textContent.toLowerCase().includes(wanted)));
      if (which.value === 'worse') found.sort((a, b) => loss(b) - loss(a));
      at = 0;
      show();
    };
    const step = (by) => {
      if (found.length) at = (at + by + found.length) % found.length;
      show();
    };
    for (const each of [which, of]) each.addEventListener('change', search);
    find.addEventListener('input', search);
    byId('back').addEventListener('click', () => step(-1));
    byId('next').addEventListener('click', () => step(1));
    pick.addEventListener('submit', (event) => event.preventDefault());
    const differing = Object.entries(numbers.runs).filter(([number, run]) => run.honest
      && index.some((sample) => sample[Number(number) - 1][1] === 1));
    if (differing.length) of.value = differing[0][0];
    search();
    if (!found.length) {
      which.value = 'all';
      search();
    }
    for (const link of all('a[data-of]')) {
      link.addEventListener('click', () => {
        of.value = link.dataset.of;
        which.value = 'worse';
        search();
        if (!found.length) {
          which.value = 'differs';
          search();
        }
      });
    }
    byId('shown').addEventListener('mouseover', (event) => {
      const layer = /(?:^| )l(\d+)/.exec(event.target.className);
      if (event.target.tagName === 'I' && layer && !event.target.title) {
        event.target.title = `left at layer ${layer[1]}`;
      }
    });
  }
})();
