import { ago, clock, escape, face, moment } from './words.mjs';

const Row = 1, Button = 2, Select = 3, TextInput = 4, Text = 10, Line = 14, Container = 17, Label = 18, Radio = 21;

export function draw(json, scene) {
  if (scene.where === 'form') return modal(json);
  const header = scene.where === 'direct' ? `<i class="face small">${face}</i><b>CopBot</b>` : '<b><span>#</span> practice</b>';
  const used = scene.where === 'home' ? '<p class="used">↱ <b>Anna</b> used <u>/cop home</u></p>' : '';
  const foot = scene.where === 'home' ? '<p class="only">Only you can see this · <u>Dismiss message</u></p>' : '';
  return `<header>${header}</header><main>${used}<article><i class="face">${face}</i><div><p class="by"><b>CopBot</b><em>APP</em><time>${clock(scene.now)}</time></p>${json.components.map(c => component(c, scene)).join('')}${foot}</div></article></main>`;
}

function component(part, scene) {
  switch (part.type) {
    case Container: return `<div class="container">${part.components.map(c => component(c, scene)).join('')}</div>`;
    case Text: return `<div class="text">${markdown(part.content, scene)}</div>`;
    case Line: return '<hr>';
    case Row: return `<div class="row">${part.components.map(c => component(c, scene)).join('')}</div>`;
    case Button: return `<span class="button look${part.style}">${escape(part.label)}${part.style === 5 ? ' <small>↗</small>' : ''}</span>`;
    case Select: return `<span class="select">${escape(part.placeholder)}</span>`;
    default: throw new Error(`No drawing of component ${part.type}`);
  }
}

function markdown(content, scene) {
  return content.split('\n').map(line => {
    if (line.startsWith('### ')) return `<h3>${inline(line.slice(4), scene)}</h3>`;
    if (line.startsWith('-# ')) return `<p class="quiet">${inline(line.slice(3), scene)}</p>`;
    if (line.startsWith('> ')) return `<blockquote>${inline(line.slice(2), scene)}</blockquote>`;
    return `<p>${inline(line, scene)}</p>`;
  }).join('');
}

function inline(text, scene) {
  const kept = [];
  const keep = html => `\u0001${kept.push(html) - 1}\u0002`;
  // What a backslash protects means nothing but itself.
  const drawn = escape(text.replace(/\\([^0-9A-Za-z\s])/g, (_, sign) => keep(escape(sign)))
    .replace(/<t:(\d+):(\w)>/g, (_, at, style) => keep(`<span class="moment">${style === 'R' ? ago(at, scene.now) : moment(at, { dateStyle: 'long' })}</span>`))
    .replace(/<@\d+>/g, () => keep('<a class="mention">@Anna</a>'))
    .replace(/<#\d+>/g, () => keep('<a class="mention">#practice</a>'))
    .replace(/\[([^\]]+)\]\([^)]+\)/g, (_, label) => keep(`<a>${escape(label)}</a>`)))
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
  return drawn.replace(/\u0001(\d+)\u0002/g, (_, at) => kept[at]);
}

function modal(view) {
  return `<main class="behind"><section class="modal"><header><i class="face small">${face}</i><h2>${escape(view.title)}</h2><s>✕</s></header><div class="questions">${view.components.map(question).join('')}</div><footer><span class="button look2">Cancel</span><span class="button look1">Submit</span></footer></section></main>`;
}

function question(part) {
  if (part.type !== Label) throw new Error(`No drawing of component ${part.type} in a form`);
  const required = part.component.required ? ' <sup>*</sup>' : '';
  return `<div class="question"><label>${escape(part.label)}${required}</label>${part.description ? `<p class="hint">${escape(part.description)}</p>` : ''}${input(part.component)}</div>`;
}

function input(component) {
  switch (component.type) {
    case TextInput: return `<div class="input ${component.style === 2 ? 'lines' : ''}">${escape(component.value ?? '') || '&nbsp;'}</div>`;
    case Radio: return `<div class="radios">${component.options.map(o => `<div class="radio"><i class="${o.default ? 'on' : ''}"></i>${escape(o.label)}</div>`).join('')}</div>`;
    default: return `<div class="input">&nbsp;</div>`;
  }
}
