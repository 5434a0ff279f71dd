// The page: who you are, where you look, and what comes of what you do.

import { Failure, get, listen, newEventId, post } from './api.js';
import { ClockPane } from './clock.js';
import { Composer } from './composer.js';
import { $, avatar, closeToast, el, icon, roving, sure, toast } from './dom.js';
import { openForm } from './forms.js';
import { closeMenu, startMenus } from './menus.js';
import { Talk } from './talk.js';

const look = { as: new URLSearchParams(location.search).get('as') ?? sessionStorage.getItem('as'), place: null, thread: null, home: false, pane: null, count: 60 };
let state = null;
let known = null; // keys of what this person has seen or heard here, to announce only what is new
let threadTalk = null;
let threadComposer = null;
let clock = null;

const talkList = el('ol', { class: 'items', 'aria-label': 'Messages' });
const talk = new Talk(talkList);
const composer = new Composer($('composer'), { hint: 'Write a message', answered });

// ---- looking

const playedDay = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

// Only a channel that everybody may read goes by its sign.
const called = (place) => place.direct ? 'CopBot' : place.private ? place.name : `#${place.name}`;

let looking = null;
let again = false;

async function refresh() {
  if (looking) { again = true; return looking; }
  looking = (async () => {
    do {
      again = false;
      const asked = JSON.stringify([look.as, look.place, look.thread, look.count]);
      let seen;
      try {
        seen = await get('state', { as: look.as, place: look.thread ?? look.place, count: look.count });
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure;
        $('offline').hidden = false;
        return;
      }
      $('offline').hidden = true;
      if (asked !== JSON.stringify([look.as, look.place, look.thread, look.count])) { again = true; continue; }
      draw(seen);
    } while (again);
  })();
  try { await looking; } finally { looking = null; }
}

function draw(seen) {
  if (state && state.room !== seen.room) { talk.forget(); known = null; }
  state = seen;
  if (!state.me) { drawEmptyRoom(); return; }
  look.as = state.me.id;
  sessionStorage.setItem('as', look.as);
  if (!look.place) look.place = state.place.place;
  $('app').classList.remove('empty');
  drawSide();
  drawHead();
  drawTalk();
  drawPane();
  announce();
  markRead();
}

function drawEmptyRoom() {
  talk.forget();
  known = null;
  $('app').classList.add('empty');
  $('place-title').textContent = 'Welcome';
  $('place-purpose').textContent = '';
  for (const id of ['me', 'places', 'people']) { $(id).replaceChildren(); delete $(id).dataset.looks; }
  $('composer').hidden = true;
  $('pane').hidden = true;
  $('app').classList.remove('with-pane');
  $('clock-open').hidden = true;
  $('story').hidden = true;
  $('first-steps').hidden = true;
  $('skip-to-writing').hidden = true;
  if (state.preparing) {
    if (!$('preparing')) {
      $('talk').replaceChildren(el('div', { class: 'empty-state big', id: 'preparing', role: 'status' },
        el('img', { src: '/_content/CopBot.Playground/icon.svg', alt: '', width: '72', height: '72' }),
        el('h2', {}, 'The demo community is getting ready'),
        el('p', {}, 'Its last four weeks are being played: questions, advice, and what came of it. This takes a few seconds.'),
        el('progress', { 'aria-label': 'Getting ready' }),
        el('p', { id: 'played', 'aria-hidden': 'true' })));
    }
    return;
  }
  $('talk').replaceChildren(el('div', { class: 'empty-state big' },
    el('img', { src: '/_content/CopBot.Playground/icon.svg', alt: '', width: '72', height: '72' }),
    el('h2', {}, 'A community of practice, to try out'),
    el('p', {}, 'Ask a question as one person, help as another, then move the clock three weeks and see what became of the advice. Nothing leaves this machine.'),
    state.hasStory && el('button', { type: 'button', class: 'button primary', on: { click: loadDemo } }, 'Load a demo community')));
}

function drawSide() {
  const me = state.me;
  const who = $('me');
  const looks = JSON.stringify(me);
  if (who.dataset.looks !== looks) {
    who.dataset.looks = looks;
    who.replaceChildren(
      avatar(me),
      el('div', { class: 'me-words' },
        el('p', { class: 'me-name' }, el('span', {}, 'You are '), el('b', { dir: 'auto' }, me.name)),
        el('p', { class: 'me-where' }, [me.city, me.part].filter(Boolean).join(' · ')),
        me.left && el('p', { class: 'me-note' }, 'You have left this workspace.'),
        me.directClosed && el('p', { class: 'me-note' }, 'Your direct messages are closed.')),
      el('div', { class: 'choices' },
        el('button', { type: 'button', class: 'icon choose', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': `More for ${me.name}` }, icon('more')),
        el('div', { class: 'menu right', role: 'menu', hidden: true },
          personAct(me.directClosed ? 'Take direct messages from CopBot again' : 'Close direct messages from CopBot', 'direct-closed', { on: !me.directClosed }),
          me.left ? personAct('Come back into the workspace', 'return') : personAct('Leave the workspace', 'leave'))));
  }

  drawList($('places'), [
    { key: 'home', glyph: 'home', name: 'Home', current: look.home, go: () => goHome() },
    { key: state.direct.place, glyph: 'direct', name: 'CopBot', hint: 'direct messages', forYou: state.direct.forYou, place: state.direct.place },
    ...state.channels.map((c) => ({ key: c.place, glyph: c.archived ? 'archive' : c.private ? 'lock' : 'hash', name: c.name, hint: c.archived ? 'archived' : c.private ? 'private' : '', unread: c.unread, forYou: c.forYou, place: c.place })),
  ].map((p) => ({ ...p, current: p.current ?? (!look.home && state.place.place === p.place) })), (p) =>
    el('a', { href: `#${p.key}`, class: `place${p.current ? ' current' : ''}${p.unread || p.forYou ? ' unread' : ''}`, 'aria-current': p.current ? 'page' : null, 'data-place': p.key },
      icon(p.glyph), el('span', { class: 'place-word', dir: 'auto' }, p.name), p.hint && el('span', { class: 'place-hint' }, p.hint),
      p.forYou ? el('span', { class: 'badge' }, String(p.forYou), el('span', { class: 'sr' }, ' for you')) : p.unread ? el('span', { class: 'dot' }, el('span', { class: 'sr' }, `${p.unread} unread`)) : null));

  drawList($('people'), state.people.map((p) => ({ key: p.id, current: p.id === me.id, ...p })), (p) =>
    el('a', { href: `?as=${p.id}`, class: `person${p.current ? ' current' : ''}${p.left ? ' left' : ''}`, 'aria-current': p.current ? 'true' : null, 'data-person': p.id },
      avatar(p, true),
      el('span', { class: 'person-words' }, el('b', { dir: 'auto' }, p.name), el('small', {}, p.left ? 'has left' : p.part ?? '')),
      el('small', { class: 'person-time', title: p.city }, p.time),
      p.waiting > 0 && el('span', { class: 'badge' }, String(p.waiting), el('span', { class: 'sr' }, ` unread for ${p.name}`))));
  $('story').hidden = !state.hasStory;
  // On a phone the list is behind a button, which then says that something waits there.
  const forMe = [state.direct, ...state.channels].reduce((sum, p) => sum + p.forYou, 0);
  $('side-news').textContent = forMe > 0 ? `${forMe} for you` : '';
  $('side-open').classList.toggle('news', forMe > 0);
}

const personAct = (label, path, more = {}) => el('button', { type: 'button', role: 'menuitem', tabindex: '-1', on: { click: () => attempt(async () => { await post(path, { as: look.as, ...more }); await refresh(); }) } }, label);

function drawList(list, entries, make) {
  const looks = JSON.stringify(entries);
  if (list.dataset.looks === looks) return;
  list.dataset.looks = looks;
  const at = [...list.querySelectorAll('a')].indexOf(document.activeElement);
  list.replaceChildren(...entries.map((e) => el('li', {}, make(e))));
  if (at >= 0) list.querySelectorAll('a')[at]?.focus();
}

function drawHead() {
  const { place } = state;
  $('place-title').textContent = look.home ? 'Home' : called(place);
  $('place-purpose').textContent = look.home ? 'Everything that is yours, in one place' : [place.private && !place.direct ? 'Private channel' : null, place.purpose, place.listening ? 'listening is on' : null, place.withoutBot ? 'CopBot is not in this channel' : null].filter(Boolean).join(' · ');
  document.title = `${$('place-title').textContent} · ${state.me.name} · CopBot playground`;
  const button = $('clock-open');
  button.hidden = !state.hasStory;
  if (button.dataset.now !== state.nowText) {
    button.dataset.now = state.nowText;
    button.replaceChildren(icon('clock'), el('span', {}, state.nowText), el('span', { class: 'sr' }, 'Move the clock'));
  }
  button.setAttribute('aria-expanded', String(look.pane === 'clock'));
  $('first-steps').hidden = !state.hasStory || localStorage.getItem('knows-the-way') !== null;
}

// At the end of the talk the page stays at its end, whatever comes or however the window changes.
let stick = true;
let lookingBack = false;

function drawTalk() {
  const box = $('talk');
  $('composer').hidden = look.home;
  $('skip-to-writing').hidden = look.home;
  if (look.home) { drawHome(box); return; }
  const near = stick || box.dataset.place !== state.place.place;
  if (box.dataset.place !== state.place.place) {
    talk.forget();
    box.dataset.place = state.place.place;
    delete box.dataset.home;
  }
  const older = state.more ? [el('button', { type: 'button', class: 'quiet older', on: { click: () => { look.count += 60; lookingBack = true; refresh(); } } }, 'Show earlier messages')] : [];
  if (state.items.length === 0) box.replaceChildren(emptyPlace());
  else if (box.firstElementChild !== talkList || older.length || box.children.length > 1) box.replaceChildren(...older, talkList);
  const before = box.scrollHeight;
  const top = box.scrollTop;
  talk.draw(state.items, { actions: state.menu.messageActions });
  if (near) box.scrollTop = box.scrollHeight;
  else if (lookingBack) box.scrollTop = top + box.scrollHeight - before;
  lookingBack = false;
  $('newest').hidden = near || !state.items.some((i) => i.new && !i.mine);
  standComposer(state.place);
}

// Also before what stands there has come: who types at once types there, and not in the place that they have just left.
function standComposer(place) {
  composer.stand({ as: look.as, place: place.place, name: place.direct ? 'Write to CopBot' : `Write in ${called(place)}`, people: state.people.filter((p) => !p.left && p.id !== look.as).map((p) => p.name), commands: state.menu.commands, whyNot: place.whyNotWrite });
}

function emptyPlace() {
  const { place } = state;
  if (place.whyNotWrite) return el('div', { class: 'empty-state' }, el('h2', {}, 'Nothing was written here'));
  return place.direct
    ? el('div', { class: 'empty-state' }, el('h2', {}, 'Between you and CopBot'), el('p', {}, 'CopBot writes to you here when somebody needs you, and when the advice you gave had an outcome. Type ', el('kbd', {}, '/cop help'), ' to see what you can do.'))
    : el('div', { class: 'empty-state' }, el('h2', { dir: 'auto' }, `Nothing in ${called(place)} yet`), el('p', {}, 'Type ', el('kbd', {}, '/cop ask'), ' to start: how can we…? Or write as usual, and turn a message into a problem from its menu.'));
}

function drawHome(box) {
  const looks = JSON.stringify([state.home, state.atHome, look.as]);
  if (box.dataset.home === looks) return;
  box.dataset.home = looks;
  delete box.dataset.place;
  const notes = el('ol', { class: 'items notes', 'aria-label': 'Answers' });
  new Talk(notes).draw(state.atHome, { actions: [] });
  box.replaceChildren(notes, el('div', { class: 'home-card', 'data-home': 'true' },
    state.home ? el('div', { class: 'says', html: state.home }) : el('p', { class: 'says' }, 'Opening your Home…')));
}

function drawPane() {
  const pane = $('pane');
  if (look.pane === 'thread' && !state.thread) { closePane(); return; }
  pane.hidden = !look.pane;
  $('app').classList.toggle('with-pane', !!look.pane);
  if (look.pane === 'clock') {
    if (!clock) clock = new ClockPane({ as: look.as, close: closePane, goto });
    if (pane.firstElementChild !== clock.root) { pane.replaceChildren(clock.root); pane.setAttribute('aria-labelledby', 'pane-title'); }
    clock.look(look.as, state.me.city, state.nowText);
  } else if (look.pane === 'thread') {
    drawThread(pane);
  } else {
    pane.replaceChildren();
  }
}

function drawThread(pane) {
  const { thread } = state;
  if (pane.dataset.thread !== thread.place || !pane.querySelector('.thread')) {
    pane.dataset.thread = thread.place;
    const list = el('ol', { class: 'items', 'aria-label': 'Replies' });
    const box = el('div', { class: 'composer', id: 'thread-composer' });
    pane.replaceChildren(el('div', { class: 'pane-inner thread' },
      el('header', { class: 'pane-head' }, el('h2', { id: 'pane-title', tabindex: '-1', dir: 'auto' }),
        el('button', { type: 'button', class: 'icon', 'aria-label': 'Close the thread', on: { click: closePane } }, icon('close'))),
      el('div', { class: 'pane-body' }, list), box));
    pane.setAttribute('aria-labelledby', 'pane-title');
    threadTalk = new Talk(list, { inThread: true });
    threadComposer = new Composer(box, { hint: 'Reply', answered });
  }
  $('pane-title').replaceChildren(el('small', {}, thread.closed ? 'Thread, at rest' : 'Thread'), document.createTextNode(thread.title));
  const body = pane.querySelector('.pane-body');
  const near = body.scrollHeight - body.scrollTop - body.clientHeight < 120;
  threadTalk.draw([thread.top, ...thread.items], { actions: state.menu.messageActions });
  if (near) body.scrollTop = body.scrollHeight;
  threadComposer.stand({ as: look.as, place: thread.place, name: 'Reply', people: state.people.filter((p) => !p.left && p.id !== look.as).map((p) => p.name), commands: state.menu.commands, whyNot: thread.whyNotWrite });
}

// ---- hearing

function announce() {
  const here = [...state.items, ...(state.thread?.items ?? []), ...state.atHome].map((i) => ({ id: `${i.place}#${i.key}#${i.waiting}`, item: i }));
  const place = `${look.as} ${state.place.place} ${state.thread?.place ?? ''}`;
  const first = known?.place !== place;
  for (const { id, item } of here) {
    if (first || known.ids.has(id) || item.mine) continue;
    const words = document.createElement('div');
    words.innerHTML = item.html;
    words.querySelectorAll('button, .menu').forEach((b) => b.remove());
    // Lines stand below each other only for the eye.
    words.querySelectorAll('h3, p, li, dt, dd, blockquote').forEach((line) => line.append(' '));
    $('heard').append(el('p', {}, `${item.kind === 'private' ? 'Only you can see this' : item.author}: ${words.textContent}`));
    while ($('heard').children.length > 12) $('heard').firstElementChild.remove();
  }
  known = { place, ids: new Set(here.map((h) => h.id)) };
}

let marking = false;
async function markRead() {
  if (document.hidden || marking) return;
  const places = [];
  if (!look.home && (state.items.some((i) => i.new) || state.place.unread > 0)) places.push(state.place.place);
  if (state.thread?.items.some((i) => i.new)) places.push(state.thread.place);
  if (places.length === 0) return;
  marking = true;
  try {
    for (const place of places) await post('read', { as: look.as, place });
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
  } finally {
    marking = false;
  }
}

// ---- going

function goPlace(place) {
  Object.assign(look, { place, home: false, thread: null, count: 60, pane: look.pane === 'thread' ? null : look.pane });
  closeSide();
  const next = [state.direct, ...state.channels].find((p) => p.place === place);
  if (next) standComposer(next);
  return refresh();
}

async function goHome() {
  Object.assign(look, { home: true, thread: null, pane: look.pane === 'thread' ? null : look.pane });
  closeSide();
  $('talk').dataset.home = '';
  await attempt(async () => {
    await post('home', { as: look.as, eventId: newEventId() });
    await refresh();
  });
}

async function become(person) {
  closeToast();
  Object.assign(look, { as: person, thread: null, count: 60, pane: look.pane === 'thread' ? null : look.pane });
  known = null;
  talk.forget();
  $('talk').dataset.place = '';
  history.replaceState(null, '', `?as=${encodeURIComponent(person)}${location.hash}`);
  closeSide();
  if (look.home) { await goHome(); return; }
  if (!state.place.direct) standComposer(state.place);
  await refresh();
}

async function openThread(place) {
  Object.assign(look, { thread: place, pane: 'thread', home: false, place: place.split('/').slice(0, 3).join('/') });
  await refresh();
  $('pane-title')?.focus();
}

function closePane() {
  const from = look.thread?.split('/')[3];
  Object.assign(look, { pane: null, thread: null });
  $('pane').hidden = true;
  $('app').classList.remove('with-pane');
  refresh().then(() => (from ? talkList.querySelector(`[data-key="${from}"]`) : $('clock-open'))?.focus());
}

// A place, or a post at a place; as somebody else where only they see it.
async function goto(ref, who) {
  const [place, key] = ref.split('#');
  if (who && who !== look.as) { look.place = place; look.home = false; await become(who); }
  if (place.split('/').length === 4) await openThread(place);
  else if (look.place !== place || look.home) await goPlace(place);
  if (matchMedia('(max-width: 60rem)').matches && look.pane === 'clock') closePane();
  if (!key) return;
  const item = document.querySelector(`.item[data-key="${CSS.escape(key)}"]`);
  if (!item) { toast('This message is no longer there, or you do not see it.'); return; }
  item.scrollIntoView({ block: 'center' });
  item.focus();
  item.classList.add('found');
  setTimeout(() => item.classList.remove('found'), 2500);
}

function followHash() {
  const ref = decodeURIComponent(location.hash.slice(1));
  if (ref === 'home') goHome();
  else if (ref.startsWith('playground/')) goto(ref);
}

const openSide = () => { $('app').classList.add('side-open'); $('side-open').setAttribute('aria-expanded', 'true'); $('side-close').focus(); };
function closeSide() {
  if (!$('app').classList.contains('side-open')) return;
  $('app').classList.remove('side-open');
  $('side-open').setAttribute('aria-expanded', 'false');
  $('side-open').focus();
}

// ---- acting

async function attempt(act) {
  try {
    return await act();
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    toast(failure.message);
    return undefined;
  }
}

async function answered(acted, said = '') {
  if (acted.form) { openForm(acted.form, look.as, answered, said); return; }
  if (acted.refused) { toast(acted.says); return; }
  await refresh();
  if (acted.said && !look.thread) $('talk').scrollTop = $('talk').scrollHeight;
  if (acted.shown) show(acted.shown);
}

// The answer is brought into view, a long one from its start; where it stands elsewhere, it is said here.
function show(shown) {
  const item = [...document.querySelectorAll(`.item[data-key="${CSS.escape(shown.id)}"]`)].find((i) => i.offsetParent);
  if (item) bring(item);
  else if (!shown.waiting) toast(shown.plain, { label: 'Show', run: () => goto(shown.place) });
}

function bring(item) {
  const long = item.offsetHeight > item.closest('.talk, .pane-body').clientHeight;
  if (long && talkList.contains(item)) stick = false;
  item.scrollIntoView({ block: long ? 'start' : 'nearest' });
}

async function press(button) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  const item = button.closest('.item');
  const pane = button.closest('.thread');
  const where = item?.dataset.private
    ? { private: item.dataset.private, seenAt: item.dataset.place }
    : item ? { post: item.dataset.post, seenAt: pane ? look.thread : null } : { home: true };
  button.setAttribute('aria-disabled', 'true');
  button.classList.add('pressed');
  await attempt(async () => answered(await post('press', { as: look.as, action: button.dataset.action, eventId: newEventId(), ...where })));
  button.removeAttribute('aria-disabled');
  button.classList.remove('pressed');
}

// Whoever stood in what has gone, and with it the last thing here, goes on where they write.
function stand() {
  if (document.activeElement === document.body) $(look.home ? 'talk' : 'composer-box').focus();
}

const deeds = {
  thread: (item) => openThread(`${item.dataset.place}/${item.dataset.key}`),
  dismiss: (item) => attempt(async () => { await post('dismiss', { as: look.as, private: item.dataset.private }); await refresh(); stand(); }),
  delete: (item) => attempt(async () => answered(await post('delete', { as: look.as, post: item.dataset.post }))),
  'copy-link': async (item) => {
    const link = `${location.origin}/playground#${item.dataset.post}`;
    try { await navigator.clipboard.writeText(link); toast('The link is copied.'); } catch { toast(link); }
  },
  'message-action': (item, button) => attempt(async () => answered(await post('message-action', { as: look.as, name: button.dataset.name, post: item.dataset.post, eventId: newEventId() }))),
  edit: (item) => edit(item),
};

function edit(item) {
  const words = [...state.items, ...(state.thread ? [state.thread.top, ...state.thread.items] : [])].find((i) => i.key === item.dataset.key)?.words ?? '';
  const says = item.querySelector('.says');
  const box = el('textarea', { dir: 'auto', 'aria-label': 'Edit your message', rows: String(Math.min(8, words.split('\n').length + 1)) });
  box.value = words;
  const trouble = el('p', { class: 'trouble', role: 'alert' });
  const done = () => { talk.drawn.delete(item.dataset.key); threadTalk?.drawn.delete(item.dataset.key); item.remove(); refresh(); };
  const form = el('form', { class: 'edit', on: {
    submit: async (e) => {
      e.preventDefault();
      try {
        const acted = await post('edit', { as: look.as, post: item.dataset.post, words: box.value });
        if (acted.refused) trouble.textContent = acted.says;
        else done();
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure;
        trouble.textContent = failure.message;
      }
    },
    keydown: (e) => { if (e.key === 'Escape') { e.stopPropagation(); done(); } else if (e.key === 'Enter' && !e.shiftKey) { e.preventDefault(); form.requestSubmit(); } },
  } }, box, trouble, el('div', { class: 'controls' }, el('button', { type: 'submit', class: 'button primary' }, 'Save'), el('button', { type: 'button', class: 'button', on: { click: done } }, 'Cancel')));
  says.replaceChildren(form);
  box.focus();
}

async function loadDemo() {
  if (state.me && !await sure('Begin the demo again?', 'This forgets everything that was done here, and plays the demo community afresh. It cannot be undone.', 'Begin again')) return;
  await attempt(async () => { await post('demo'); Object.assign(look, { as: null, place: null, thread: null, home: false }); sessionStorage.removeItem('as'); talk.forget(); await refresh(); toast('The demo community is here. Act as anybody: they stand on the left.'); });
}

async function startOver() {
  if (!await sure('Start over?', 'This forgets everybody, every message and everything the bot remembers, and sets the clock back to now. It cannot be undone.', 'Forget everything')) return;
  await attempt(async () => {
    await post('start-over');
    Object.assign(look, { as: null, place: null, thread: null, home: false, pane: null });
    sessionStorage.clear();
    history.replaceState(null, '', location.pathname);
    talk.forget();
    clock = null;
    await refresh();
  });
}

// ---- starting

document.addEventListener('click', (e) => {
  const plain = !e.ctrlKey && !e.metaKey && !e.shiftKey && e.button === 0;
  const person = e.target.closest('a[data-person]');
  if (person && plain) { e.preventDefault(); become(person.dataset.person); return; }
  const place = e.target.closest('a[data-place]');
  if (place && plain) { e.preventDefault(); history.replaceState(null, '', place.getAttribute('href')); followHash(); return; }
  const action = e.target.closest('[data-action]');
  if (action) { press(action); return; }
  const deed = e.target.closest('[data-do]');
  if (deed) deeds[deed.dataset.do](deed.closest('.item'), deed);
});

document.addEventListener('keydown', (e) => {
  if (e.key !== 'Escape' || document.querySelector('dialog[open]') || closeMenu(true) || closeToast()) return;
  if ($('app').classList.contains('side-open')) closeSide();
  else if (look.pane) closePane();
});

$('talk').addEventListener('scroll', () => {
  const box = $('talk');
  stick = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  if (stick) $('newest').hidden = true;
}, { passive: true });
new ResizeObserver(() => { if (stick && !look.home) $('talk').scrollTop = $('talk').scrollHeight; }).observe($('talk'));

startMenus();
for (const id of ['places', 'people']) roving($(id), 'a');
roving(talkList, '.item');
$('talk').addEventListener('keydown', (e) => {
  if (e.target !== $('talk') || !['ArrowUp', 'ArrowDown'].includes(e.key)) return;
  const all = talkList.querySelectorAll('.item');
  e.preventDefault();
  all[e.key === 'ArrowUp' ? all.length - 1 : 0]?.focus();
});
$('main').addEventListener('click', (e) => { if (!e.target.closest('#side-open')) closeSide(); });
$('side-open').append(icon('menu'));
$('side-close').append(icon('close'));
$('side-open').addEventListener('click', openSide);
$('side-close').addEventListener('click', closeSide);
$('clock-open').addEventListener('click', async () => {
  if (look.pane === 'clock') { closePane(); return; }
  Object.assign(look, { pane: 'clock', thread: null });
  await refresh();
  $('pane-title')?.focus();
});
$('first-steps-done').addEventListener('click', () => {
  localStorage.setItem('knows-the-way', 'yes');
  $('first-steps').hidden = true;
  $(look.home ? 'talk' : 'composer-box').focus();
});
$('demo').addEventListener('click', loadDemo);
$('start-over').addEventListener('click', startOver);
$('newest').addEventListener('click', () => { $('talk').scrollTop = $('talk').scrollHeight; $('newest').hidden = true; });
addEventListener('hashchange', followHash);

await refresh();
if (location.hash) followHash();
listen((event) => {
  if (event === false) { $('offline').hidden = false; return; }
  $('offline').hidden = true;
  clock?.progress(event);
  if ($('played')) $('played').textContent = `It is ${playedDay.format(Date.parse(event.now))} there.`;
  refresh();
});
