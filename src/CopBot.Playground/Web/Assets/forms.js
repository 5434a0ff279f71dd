// Forms as dialogs. A form stays open with its text until it was taken; one that was closed can be opened again.

import { Failure, newEventId, post } from './api.js';
import { $, el, icon, toast } from './dom.js';

const dialog = $('form');
let current = null;

// What was said may have come into the form with a command's words: then those are kept too when it is closed.
export function openForm(form, as, answered, said = '') {
  current = { form, as, answered, sent: null, eventId: null, before: '' };
  draw();
  if (!dialog.open) dialog.showModal();
  const given = values();
  current.before = Object.values(given).flat().some((v) => said.includes(v)) ? '' : JSON.stringify(given);
  firstField()?.focus();
}

function draw(trouble) {
  const { form } = current;
  const wrong = Object.keys(form.wrong).length;
  const body = el('form', { class: 'form', novalidate: true, on: { submit: send, input: count } },
    el('header', { class: 'dialog-head' },
      el('h2', { id: 'form-title', dir: 'auto' }, form.title || 'Form'),
      el('button', { type: 'button', class: 'icon', 'aria-label': 'Close the form', on: { click: close } }, icon('close'))),
    el('div', { class: 'form-trouble', role: 'alert' },
      trouble ?? (wrong === 0 ? '' : wrong === 1 ? 'One answer needs a change. The rest is fine.' : `${wrong} answers need a change. The rest is fine.`)),
    el('div', { class: 'fields', html: form.html }),
    el('footer', { class: 'dialog-foot' },
      el('button', { type: 'button', class: 'button', on: { click: close } }, 'Cancel'),
      el('button', { type: 'submit', class: 'button primary', dir: 'auto' }, form.submit || 'Send')));
  dialog.replaceChildren(body);
  count();
}

const firstField = () => dialog.querySelector('[aria-invalid=true], .wrong input') ?? dialog.querySelector('.fields input, .fields textarea, .fields select');

function values() {
  const data = new FormData(dialog.querySelector('form'));
  const typed = {};
  for (const field of current.form.fields) {
    const all = data.getAll(field.name).filter((v) => v !== '');
    if (all.length > 0) typed[field.name] = all;
  }
  return typed;
}

function count() {
  for (const input of dialog.querySelectorAll('[data-limit]')) {
    const limit = Number(input.dataset.limit);
    const length = input.value.length;
    const counter = input.parentElement.querySelector('.counter');
    const over = length > limit;
    counter.textContent = over ? `${length - limit} too many` : `${length} of ${limit}`;
    counter.classList.toggle('over', over);
    counter.hidden = length < limit * 0.6;
  }
}

async function send(e) {
  e.preventDefault();
  const mine = current;
  if (mine.busy) return;
  const { form, as } = mine;
  const typed = values();
  const sent = JSON.stringify(typed);
  // The same text sent again after a failure is the same event: it acts once, however often it arrives.
  if (mine.sent !== sent) { mine.sent = sent; mine.eventId = newEventId(); }
  mine.busy = true;
  const button = dialog.querySelector('[type=submit]');
  button.setAttribute('aria-disabled', 'true');
  try {
    const acted = await post('submit', {
      as, token: form.token, values: typed, place: form.place, private: form.private, home: form.home, eventId: mine.eventId,
      form: { title: form.title, submit: form.submit, fields: form.fields },
    });
    if (current !== mine) return;
    if (acted.answer === 'invalid' && acted.form) {
      mine.form = acted.form;
      mine.sent = null;
      draw();
      firstField()?.focus();
      return;
    }
    current = null;
    dialog.close();
    mine.answered(acted);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    dialog.querySelector('.form-trouble').textContent = failure.message;
  } finally {
    mine.busy = false;
    button.removeAttribute('aria-disabled');
  }
}

function close() {
  const left = current;
  const typed = left ? values() : {};
  current = null;
  dialog.close();
  if (!left || JSON.stringify(typed) === left.before) return;
  toast('The form is closed. What you typed is kept.', {
    label: 'Open it again',
    run: () => {
      openForm(left.form, left.as, left.answered);
      fill(typed);
      current.before = left.before;
    },
  });
}

function fill(typed) {
  for (const field of current.form.fields) {
    const given = typed[field.name] ?? [];
    for (const input of dialog.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)) {
      if (input.type === 'radio' || input.type === 'checkbox') input.checked = given.includes(input.value);
      else input.value = given[0] ?? '';
    }
  }
  count();
}

dialog.addEventListener('cancel', (e) => { e.preventDefault(); close(); });
