// Where messages are typed: Enter sends, /cop completes commands, @ completes names. What is typed stays per person and place.

import { Failure, newEventId, post } from './api.js';
import { el, icon } from './dom.js';

export class Composer {
  constructor(root, { hint, answered }) {
    this.answered = answered;
    this.id = root.id || 'thread-composer';
    this.options = [];
    this.active = -1;
    this.box = el('textarea', { id: `${this.id}-box`, rows: '1', dir: 'auto', 'aria-label': hint, placeholder: hint, role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${this.id}-list` });
    this.list = el('ul', { class: 'suggestions', role: 'listbox', id: `${this.id}-list`, 'aria-label': 'Suggestions', hidden: true });
    this.trouble = el('p', { class: 'trouble', role: 'alert' });
    this.why = el('p', { class: 'why-not', hidden: true });
    this.button = el('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon('send'));
    this.form = el('form', { class: 'compose', on: { submit: (e) => { e.preventDefault(); this.send(); } } }, this.box, this.button);
    this.keys = el('p', { class: 'keys' }, el('span', {}, el('kbd', {}, '/cop'), ' commands'), el('span', {}, el('kbd', {}, '@CopBot'), ' mention'), el('span', {}, el('kbd', {}, 'Shift Enter'), ' new line'));
    root.replaceChildren(this.list, this.trouble, this.why, this.form, this.keys);

    this.box.addEventListener('input', () => { this.keep(); this.grow(); this.suggest(); });
    this.box.addEventListener('keydown', (e) => this.key(e));
    this.box.addEventListener('blur', () => setTimeout(() => this.close(), 150));
  }

  // Another person, another place: what was typed there comes back.
  stand({ as, place, name, people, commands, whyNot }) {
    const key = `draft ${as} ${place}`;
    Object.assign(this, { as, place, people, commands });
    this.why.textContent = whyNot ?? '';
    this.why.hidden = !whyNot;
    this.form.hidden = !!whyNot;
    this.keys.hidden = !!whyNot;
    this.box.placeholder = name;
    this.box.setAttribute('aria-label', name);
    if (this.draftKey === key) return;
    this.draftKey = key;
    this.box.value = sessionStorage.getItem(key) ?? '';
    this.trouble.textContent = '';
    this.grow();
    this.close();
  }

  keep() {
    if (this.box.value) sessionStorage.setItem(this.draftKey, this.box.value);
    else sessionStorage.removeItem(this.draftKey);
  }

  grow() {
    this.box.rows = Math.min(8, Math.max(1, this.box.value.split('\n').length));
  }

  key(e) {
    if (!this.list.hidden) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (step) { e.preventDefault(); this.mark((this.active + step + this.options.length) % this.options.length); return; }
      if (e.key === 'Escape') { e.preventDefault(); e.stopPropagation(); this.close(); return; }
      if ((e.key === 'Tab' || e.key === 'Enter') && this.active >= 0 && !e.shiftKey) { e.preventDefault(); this.take(this.options[this.active]); return; }
    }
    if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); this.send(); }
  }

  suggest() {
    const text = this.box.value;
    const upTo = text.slice(0, this.box.selectionStart);
    const at = /(?:^|\s)@([\p{L}\d -]{0,30})$/u.exec(upTo);
    if (text.startsWith('/') && !text.includes('\n')) {
      const typed = text.toLowerCase();
      this.options = this.commands
        .map((c) => ({ fill: `/cop ${c.words}${c.takes ? ' ' : ''}`, show: `/cop ${c.words}`, takes: c.takes, hint: c.summary }))
        .filter((o) => o.show.startsWith(typed.trimEnd()) || ('/cop'.startsWith(typed.trimEnd())))
        .filter((o) => !(typed.trimEnd() === o.show && typed.length > o.show.length))
        .slice(0, 25);
    } else if (at) {
      const start = upTo.length - at[1].length - 1;
      this.options = ['CopBot', ...this.people].filter((name) => name.toLowerCase().startsWith(at[1].toLowerCase()))
        .map((name) => ({ fill: `${text.slice(0, start)}@${name} ${text.slice(upTo.length)}`, show: `@${name}`, hint: name === 'CopBot' ? 'Ask the bot' : '' }))
        .filter((o) => o.show.slice(1) !== at[1]).slice(0, 8);
    } else {
      this.options = [];
    }

    if (this.options.length === 0) { this.close(); return; }
    this.list.replaceChildren(...this.options.map((o, i) => el('li', { role: 'option', id: `${this.id}-${i}`, 'aria-selected': 'false', on: { mousedown: (e) => { e.preventDefault(); this.take(o); } } },
      el('span', { class: 'option-name' }, o.show, o.takes && el('i', {}, ` ${o.takes}`)), el('span', { class: 'option-hint', dir: 'auto' }, o.hint))));
    this.list.hidden = false;
    this.box.setAttribute('aria-expanded', 'true');
    const whole = this.options.findIndex((o) => o.show === text.trimEnd());
    this.mark(whole >= 0 ? -1 : 0);
  }

  mark(at) {
    this.active = at;
    [...this.list.children].forEach((one, i) => {
      one.setAttribute('aria-selected', String(i === at));
      if (i === at) one.scrollIntoView({ block: 'nearest' });
    });
    if (at >= 0) this.box.setAttribute('aria-activedescendant', `${this.id}-${at}`);
    else this.box.removeAttribute('aria-activedescendant');
  }

  take(option) {
    this.box.value = option.fill;
    this.box.focus();
    this.keep();
    this.close();
  }

  close() {
    this.options = [];
    this.active = -1;
    this.list.hidden = true;
    this.box.setAttribute('aria-expanded', 'false');
    this.box.removeAttribute('aria-activedescendant');
  }

  // The box is free for the next words at once; what could not be sent comes back into it.
  async send() {
    const text = this.box.value;
    if (!text.trim()) return;
    this.close();
    const command = /^\s*\/cop(?:\s+([\s\S]*))?$/i.exec(text);
    if (!command && /^\s*\/\S/.test(text)) {
      this.trouble.textContent = 'Commands start with /cop here. Try /cop help.';
      return;
    }
    if (this.busy) { this.more = true; return; }
    if (this.sent !== text) { this.sent = text; this.eventId = newEventId(); }
    this.busy = true;
    this.box.value = '';
    this.grow();
    const { as, place, draftKey } = this;
    let trouble = '';
    try {
      const acted = command
        ? await post('command', { as, place, words: command[1] ?? '', eventId: this.eventId })
        : await post('say', { as, place, words: text, eventId: this.eventId });
      if (acted.refused) {
        trouble = acted.says;
      } else {
        this.sent = null;
        if (this.draftKey !== draftKey) sessionStorage.removeItem(draftKey);
        else this.keep();
        this.answered(acted, text);
      }
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      trouble = failure.message;
    } finally {
      this.busy = false;
    }
    if (trouble && this.draftKey !== draftKey) return;
    this.trouble.textContent = trouble;
    if (trouble) {
      this.box.value = this.box.value ? `${text}\n${this.box.value}` : text;
      this.keep();
      this.grow();
    } else if (this.more) {
      this.more = false;
      this.send();
    }
    this.more = false;
  }
}
