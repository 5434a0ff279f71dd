// Small tools for building the page. Only html() takes markup, and only markup that the server has escaped.

export const $ = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
    else if (name === 'html') made.innerHTML = value;
    else if (name === 'class') made.className = value;
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((c) => c !== undefined && c !== null && c !== false && c !== ''));
  return made;
}

const icons = {
  menu: '<path d="M4 6h16M4 12h16M4 18h16"/>',
  close: '<path d="M6 6l12 12M18 6L6 18"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
  eye: '<path d="M2.5 12s3.5-6.5 9.5-6.5S21.5 12 21.5 12s-3.5 6.5-9.5 6.5S2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>',
  reply: '<path d="M9 7L4 12l5 5M4.5 12H14a6 6 0 0 1 6 6v1"/>',
  more: '<circle cx="5" cy="12" r="1.4"/><circle cx="12" cy="12" r="1.4"/><circle cx="19" cy="12" r="1.4"/>',
  send: '<path d="M4 12l16-8-6 16-3-6.5z"/>',
  home: '<path d="M4 11l8-7 8 7v9h-5.5v-6h-5v6H4z"/>',
  direct: '<path d="M4 5h16v11H9l-5 4z"/>',
  lock: '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
  hash: '<path d="M9.5 4L7.5 20M16.5 4l-2 16M4.5 9.5h16M3.5 15h16"/>',
  bell: '<path d="M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4"/>',
  archive: '<path d="M4 5h16v4H4zM5.5 9v10h13V9M10 13h4"/>',
};

export function icon(name) {
  const span = el('span', { class: 'glyph', 'aria-hidden': 'true' });
  span.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">${icons[name]}</svg>`;
  return span;
}

export const avatar = (p, small) => el('span', { class: `avatar hue-${p.hue}${p.bot ? ' bot' : ''}${small ? ' small' : ''}`, 'aria-hidden': 'true' }, p.bot ? '' : p.initials);

// One tab stop for a list; arrows move inside it.
export function roving(list, selector) {
  list.addEventListener('keydown', (e) => {
    const all = [...list.querySelectorAll(selector)];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
    if (at < 0 || to === undefined || !all[to]) return;
    e.preventDefault();
    all.forEach((one) => one.setAttribute('tabindex', '-1'));
    all[to].setAttribute('tabindex', '0');
    all[to].focus();
  });
}

let toastTimer;

// Said for a moment above the page: long enough to be read, and as long as somebody points at it or stands in it.
export function toast(words, action) {
  const box = $('toast');
  const stays = Math.min(20000, (action ? 12000 : 4000) + 50 * words.length);
  const leaveSoon = () => { clearTimeout(toastTimer); toastTimer = setTimeout(leaveUnused, stays); };
  const leaveUnused = () => { if (box.matches(':hover, :focus-within')) leaveSoon(); else closeToast(); };
  box.replaceChildren(el('p', { dir: 'auto' }, words));
  if (action) box.append(el('button', { type: 'button', class: 'button', on: { click: () => { closeToast(); action.run(); } } }, action.label));
  box.append(el('button', { type: 'button', class: 'icon', 'aria-label': 'Dismiss', on: { click: closeToast } }, icon('close')));
  leaveSoon();
}

// Answers whether there was one. Whoever stood in it goes on where they write.
export function closeToast() {
  const box = $('toast');
  const had = box.childElementCount > 0;
  const stoodIn = box.contains(document.activeElement);
  clearTimeout(toastTimer);
  box.replaceChildren();
  if (stoodIn) ($('composer').hidden ? $('talk') : $('composer-box')).focus();
  return had;
}

// Asks before what cannot be undone.
export function sure(title, words, doIt) {
  const dialog = $('sure');
  return new Promise((resolve) => {
    const end = (yes) => { dialog.close(); resolve(yes); };
    dialog.replaceChildren(
      el('h2', { id: 'sure-title' }, title),
      el('p', {}, words),
      el('div', { class: 'dialog-foot' },
        el('button', { type: 'button', class: 'button', autofocus: true, on: { click: () => end(false) } }, 'Keep everything'),
        el('button', { type: 'button', class: 'button danger', on: { click: () => end(true) } }, doIt)));
    dialog.oncancel = () => resolve(false);
    dialog.showModal();
  });
}
