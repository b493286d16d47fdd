(() => {
  'use strict';
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const change = (selector, value, event) => {
    one(selector).value = value;
    one(selector).dispatchEvent(new Event(event, { bubbles: true }));
  };
  const width = document.body.clientWidth;
  const seen = {};
  seen.paper = getComputedStyle(document.body).backgroundColor;
  const beyond = () => all('main *')
    .filter((each) => !each.closest('.wide, .prompt, svg, details:not([open])'))
    .filter((each) => each.getBoundingClientRect().right > document.body.clientWidth + 1)
    .map((each) => `${each.tagName} ${each.className}`);
  seen.beyond = beyond();
  document.body.style.width = '400px';
  seen.beyondNarrow = width < 760 ? beyond() : [];
  document.body.style.width = '';
  const similarities = () => all('#table tbody tr').map((row) => Number(row.cells[2].dataset.v));
  const head = all('#table thead button')[2];
  head.click();
  seen.descending = similarities();
  head.click();
  seen.ascending = similarities();
  change('#keep', 99, 'input');
  seen.left = one('#left').textContent;
  seen.dimmed = all('tr.out').length;
  change('#keep', 0, 'input');
  seen.undimmed = all('.out').length === 0;
  change('#c', 'compute_saved_pct', 'change');
  change('#q', 'agreement', 'change');
  seen.picture = all('#frontier figure:not([hidden])').map((f) => `${f.dataset.q} ${f.dataset.c}`);
  one('#frontier figure:not([hidden]) a').focus();
  seen.hover = one('#hover').textContent;
  change('#which', 'all', 'change');
  seen.samples = one('#place').textContent;
  one('#next').click();
  seen.second = one('#shown h3').textContent;
  seen.shaded = all('#shown code i').filter((token) =>
    !getComputedStyle(token).backgroundColor.endsWith(', 0)')).length;
  change('#which', 'worse', 'change');
  seen.worse = one('#place').textContent;
  change('#find', 'nowhere to be found', 'input');
  seen.nowhere = one('#place').textContent;
  const note = document.createElement('pre');
  note.id = 'seen';
  note.textContent = JSON.stringify(seen);
  document.body.append(note);
})();
