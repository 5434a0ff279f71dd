// The clock's pane: what time it is, where to move it, what waits, what happened on the way.

import { Failure, get, post } from './api.js';
import { el, icon } from './dom.js';

const steps = [['hour', '+1 hour'], ['morning', 'Next morning'], ['day', '+1 day'], ['week', '+1 week'], ['due', 'To the next thing due']];

export class ClockPane {
  constructor({ as, close, goto }) {
    this.as = as;
    this.goto = goto;
    this.happened = [];
    this.time = el('p', { class: 'clock-now' });
    this.zone = el('p', { class: 'clock-zone' });
    this.trouble = el('p', { class: 'trouble', role: 'alert' });
    this.bar = el('progress', { max: '100', value: '0', 'aria-label': 'The clock is moving' });
    this.moving = el('p', { class: 'moving', hidden: true }, this.bar, el('span', {}, 'Moving the clock…'));
    this.buttons = steps.map(([step, label]) => el('button', { type: 'button', class: `button${step === 'due' ? ' primary wide' : ''}`, on: { click: () => this.move({ step }) } }, label));
    this.pick = el('input', { type: 'datetime-local', id: 'clock-pick', 'aria-label': 'Day and time to move to' });
    this.go = el('button', { type: 'submit', class: 'button' }, 'Go');
    this.due = el('p', { class: 'due' });
    this.waiting = el('ul', { class: 'waiting-list' });
    this.story = el('ol', { class: 'happened' });
    this.root = el('div', { class: 'pane-inner clock' },
      el('header', { class: 'pane-head' }, el('h2', { id: 'pane-title', tabindex: '-1' }, 'The clock'),
        el('button', { type: 'button', class: 'icon', 'aria-label': 'Close the clock', on: { click: close } }, icon('close'))),
      el('div', { class: 'pane-body' },
        this.time, this.zone,
        el('div', { class: 'steps' }, ...this.buttons),
        el('form', { class: 'pick', on: { submit: (e) => { e.preventDefault(); this.pickDate(); } } }, this.pick, this.go),
        this.trouble, this.moving,
        el('section', {}, el('h3', {}, 'What is waiting'), this.due, this.waiting),
        el('section', { 'aria-live': 'polite' }, el('h3', {}, 'What happened on the way'), this.story)));
  }

  async look(as, city, nowText) {
    this.as = as;
    this.city = city;
    this.time.textContent ||= nowText;
    this.zone.textContent ||= city ? `as seen in ${city}` : '';
    try {
      this.show(await get('clock', { as }));
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      this.trouble.textContent = failure.message;
    }
  }

  show(view) {
    this.view = view;
    this.time.textContent = view.nowText;
    this.zone.textContent = this.city ? `as seen in ${this.city}` : '';
    if (document.activeElement !== this.pick) {
      this.pick.value = view.localDate;
      this.pick.min = view.localDate;
    }
    this.due.textContent = view.nextDueText ? `Next: ${view.nextDueText}` : 'Nothing is due. Act as somebody, and things will come.';
    this.buttons.at(-1).disabled = !view.nextDue;
    this.waiting.replaceChildren(...view.waiting.map((words) => el('li', { dir: 'auto' }, words)));
    if (view.happened.length > 0) this.happened = view.happened;
    this.tell(view.moving);
  }

  tell(moving) {
    const shown = this.happened.slice(-60);
    this.story.replaceChildren(...(shown.length === 0
      ? [el('li', { class: 'nothing' }, moving ? 'Looking…' : this.moved ? 'Nothing: silence over noise.' : 'Move the clock to see.')]
      : shown.map((h) => el('li', {}, el('button', { type: 'button', class: 'happening', on: { click: () => this.goto(h.place, h.who) } },
        el('time', {}, h.time), el('span', { dir: 'auto' }, h.says))))));
  }

  progress(event) {
    const move = event.move;
    this.moving.hidden = !move && !this.busy;
    for (const button of [...this.buttons, this.go]) button.setAttribute('aria-disabled', String(!!move || !!this.busy));
    if (!move) return;
    const from = Date.parse(move.from);
    const to = Date.parse(move.to);
    this.bar.value = to > from ? (100 * (Date.parse(event.now) - from)) / (to - from) : 100;
  }

  // What was picked is meant in the person's zone, which the server knows.
  pickDate() {
    if (!this.pick.value) { this.trouble.textContent = 'Please choose a day and a time.'; return; }
    this.move({ localTime: this.pick.value });
  }

  async move(where) {
    if (this.busy) return;
    this.busy = true;
    this.trouble.textContent = '';
    this.happened = [];
    this.tell(true);
    this.progress({ move: null });
    try {
      this.moved = true;
      this.show(await post('clock', { as: this.as, ...where }));
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      this.trouble.textContent = failure.message;
      this.tell(false);
    } finally {
      this.busy = false;
      this.bar.value = 0;
      this.progress({ move: null });
    }
  }
}
