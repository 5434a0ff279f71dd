// Draws the messages of a place. Items keep their element while nothing about them changed, so focus and open menus stay.

import { avatar, el, icon } from './dom.js';

const groupWithin = 5 * 60 * 1000;

export class Talk {
  constructor(list, { inThread = false } = {}) {
    this.list = list;
    this.inThread = inThread;
    this.drawn = new Map();
    this.firstNew = undefined;
  }

  forget() {
    this.drawn.clear();
    this.list.replaceChildren();
    this.firstNew = undefined;
  }

  draw(items, context) {
    if (this.firstNew === undefined) this.firstNew = items.find((i) => i.new && !i.mine && i.kind === 'message')?.key ?? null;
    const wanted = [];
    let before = null;
    for (const item of items) {
      if (item.day !== before?.day) wanted.push(this.keep(`day ${item.day} ${item.key}`, item.day, () => day(item.day)));
      if (item.key === this.firstNew && before) wanted.push(this.keep('new', '', () => el('li', { class: 'new-line' }, el('span', {}, 'New'))));
      const first = !before || item.day !== before.day || item.kind !== before.kind || item.authorId !== before.authorId
        || item.kind === 'private' || item.key === this.firstNew || Date.parse(item.at) - Date.parse(before.at) > groupWithin;
      wanted.push(this.keep(item.key, JSON.stringify([item, first, context.actions]), () => drawItem(item, first, context, this.inThread)));
      before = item;
    }

    const keys = new Set(wanted.map((w) => w.key));
    let stoodAt = -1;
    for (const [key, { element }] of this.drawn) {
      if (keys.has(key)) continue;
      if (element.contains(document.activeElement)) stoodAt = [...this.list.querySelectorAll('.item')].indexOf(element);
      element.remove();
      this.drawn.delete(key);
    }
    wanted.forEach(({ element }, at) => {
      if (this.list.children[at] !== element) this.list.insertBefore(element, this.list.children[at] ?? null);
    });
    // Whoever stood in what has gone, stands in what came after it.
    if (stoodAt >= 0) {
      const left = this.list.querySelectorAll('.item');
      left[Math.min(stoodAt, left.length - 1)]?.focus({ preventScroll: true });
    }
  }

  keep(key, looks, make) {
    const had = this.drawn.get(key);
    if (had?.looks === looks) return { key, element: had.element };
    const element = make();
    if (had) {
      const focus = focusPath(had.element);
      had.element.replaceWith(element);
      restoreFocus(element, focus);
    }
    this.drawn.set(key, { looks, element });
    return { key, element };
  }
}

const day = (words) => el('li', { class: 'day' }, el('span', {}, words));

function focusPath(element) {
  const at = document.activeElement;
  if (!element.contains(at) || at === element) return at === element ? 'self' : null;
  return [at.dataset.action ?? at.className, [...element.querySelectorAll('button, a, [tabindex]')].indexOf(at)];
}

function restoreFocus(element, path) {
  if (!path) return;
  if (path === 'self') { element.focus(); return; }
  const all = [...element.querySelectorAll('button, a, [tabindex]')];
  (all.find((b) => (b.dataset.action ?? b.className) === path[0]) ?? all[path[1]] ?? element).focus();
}

function drawItem(item, first, context, inThread) {
  const secret = item.kind === 'private';
  const classes = ['item', secret ? 'private' : 'message', first ? 'first' : 'follows', item.card ? 'card' : '', item.bot ? 'from-bot' : '', item.waiting ? 'waiting' : ''];
  const label = secret ? `Only you can see this, CopBot, ${item.time}` : `${item.author}, ${item.time}`;
  return el('li', { class: classes.filter(Boolean).join(' '), 'data-key': item.key, 'data-post': item.post, 'data-place': item.place, 'data-private': secret ? item.key : null, tabindex: '-1', 'aria-label': label },
    first ? avatar(item) : el('span', { class: 'gutter', 'aria-hidden': 'true' }, item.time),
    el('div', { class: 'body' },
      first && el('div', { class: 'head' },
        el('span', { class: 'name', dir: 'auto' }, item.author),
        item.bot && el('span', { class: 'tag' }, 'app'),
        el('time', { datetime: item.at }, item.time)),
      el('div', { class: 'says-box' },
        secret && el('p', { class: 'only-you' }, icon('eye'), el('span', {}, 'Only you can see this'),
          !item.waiting && el('button', { type: 'button', class: 'quiet dismiss', 'data-do': 'dismiss' }, 'Dismiss')),
        el('div', { class: 'says', html: item.html, 'aria-busy': item.waiting ? 'true' : null })),
      (item.edited || item.rang) && el('p', { class: 'meta' },
        item.edited && el('span', {}, 'edited'),
        item.rang && el('span', { class: 'rang' }, icon('bell'), `rang ${item.rang}`)),
      !inThread && item.replies > 0 && el('button', { type: 'button', class: 'replies', 'data-do': 'thread' },
        el('b', {}, item.replies === 1 ? '1 reply' : `${item.replies} replies`),
        item.newReplies > 0 && el('span', { class: 'badge' }, `${item.newReplies} new`),
        item.forYou > 0 && el('span', { class: 'badge for-you' }, `${item.forYou} for you`),
        el('span', {}, item.lastReply))),
    !secret && tools(item, context, inThread));
}

function tools(item, context, inThread) {
  const entries = [
    ...context.actions.map((a) => el('button', { type: 'button', role: 'menuitem', tabindex: '-1', 'data-do': 'message-action', 'data-name': a.name }, a.label)),
    item.words !== null && item.mine && el('button', { type: 'button', role: 'menuitem', tabindex: '-1', 'data-do': 'edit' }, 'Edit'),
    item.mayDelete && el('button', { type: 'button', role: 'menuitem', tabindex: '-1', 'data-do': 'delete' }, item.mine ? 'Delete' : 'Delete (you run the workspace)'),
    el('button', { type: 'button', role: 'menuitem', tabindex: '-1', 'data-do': 'copy-link' }, 'Copy link'),
  ];
  return el('div', { class: 'tools' },
    !inThread && el('button', { type: 'button', class: 'icon', 'data-do': 'thread', 'aria-label': `Reply in the thread of ${item.author}'s message`, title: 'Reply in thread' }, icon('reply')),
    el('div', { class: 'choices' },
      el('button', { type: 'button', class: 'icon choose', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': `More for ${item.author}'s message`, title: 'More' }, icon('more')),
      el('div', { class: 'menu right', role: 'menu', hidden: true }, ...entries)));
}
