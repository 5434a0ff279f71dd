import { ago, clock, escape, face, moment, named } from './words.mjs';

export function draw(json, scene) {
  if (scene.where === 'form') return modal(json, scene);
  const blocks = json.blocks.map(block => drawBlock(block, scene)).join('');
  if (scene.where === 'home') {
    return `<header><i class="face small">${face}</i><b>CopBot</b></header><nav><b>Home</b><span>Messages</span><span>About</span></nav><main class="home">${blocks}</main>`;
  }
  const header = scene.where === 'direct' ? `<i class="face small">${face}</i><b>CopBot</b>` : `<b># ${scene.where.slice(1)}</b>`;
  return `<header>${header}</header><main><article><i class="face">${face}</i><div><p class="by"><b>CopBot</b><em>APP</em><time>${clock(scene.now)}</time></p>${blocks}</div></article></main>`;
}

function drawBlock(block, scene) {
  switch (block.type) {
    case 'header': return `<h3>${escapedAlready(block.text.text)}</h3>`;
    case 'divider': return '<hr>';
    case 'context': return `<div class="context">${block.elements.map(e => markup(e.text, scene)).join(' ')}</div>`;
    case 'actions': return `<div class="actions">${block.elements.map(control).join('')}</div>`;
    case 'section': return block.fields
      ? `<div class="fields">${block.fields.map(f => `<div>${markup(f.text, scene)}</div>`).join('')}</div>`
      : `<div class="section">${markup(block.text.text, scene)}</div>`;
    default: throw new Error(`No drawing of a ${block.type}`);
  }
}

function control(element) {
  if (element.type === 'static_select') return `<span class="select">${escapedAlready(element.placeholder.text)}</span>`;
  return `<span class="button ${element.style ?? ''}">${escapedAlready(element.text.text)}</span>`;
}

// Slack's texts come with &, < and > escaped, also the plain ones.
const escapedAlready = text => text;

function markup(text, scene) {
  const quoted = [];
  for (const line of text.split('\n')) {
    const quote = line.startsWith('> ');
    const drawn = inline(quote ? line.slice(2) : line, scene);
    if (quote && quoted.at(-1)?.quote) quoted.at(-1).lines.push(drawn);
    else quoted.push({ quote, lines: [drawn] });
  }
  return quoted.map(part => part.quote ? `<blockquote>${part.lines.join('<br>')}</blockquote>` : part.lines.join('<br>')).join('<br>');
}

function inline(text, scene) {
  return text
    .replace(/<!date\^(\d+)\^([^|>]*)\|[^>]*>/g, (_, at, shown) => shown.replace('{ago}', ago(at, scene.now)).replace('{date_short_pretty}', moment(at, { month: 'short', day: 'numeric' })).replace('{time}', clock(at)))
    .replace(/<@U0([A-Z0-9]+)>/g, (_, id) => `<a class="mention">@${named(id)}</a>`)
    .replace(/<#C0([A-Z0-9]+)>/g, (_, id) => `<a class="mention">#${id.toLowerCase()}</a>`)
    .replace(/<(?!a |\/a)([^|>]+)\|([^>]*)>/g, (_, to, label) => `<a>${label}</a>`)
    .replace(/\*([^*]+)\*/g, '<b>$1</b>')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
}

function modal(view, scene) {
  const questions = view.blocks.map(block => block.type === 'input' ? question(block) : drawBlock(block, scene)).join('');
  return `<main class="behind"><section class="modal"><header><i class="face small">${face}</i><h2>${view.title.text}</h2><s>✕</s></header><div class="questions">${questions}</div><footer><span class="button">${view.close.text}</span><span class="button primary">${view.submit.text}</span></footer></section></main>`;
}

function question(block) {
  const optional = block.optional ? ' <small>(optional)</small>' : '';
  return `<div class="question"><label>${block.label.text}${optional}</label>${input(block.element)}${block.hint ? `<p class="hint">${block.hint.text}</p>` : ''}</div>`;
}

function input(element) {
  switch (element.type) {
    case 'plain_text_input': return `<div class="input ${element.multiline ? 'lines' : ''}">${escape(element.initial_value ?? '') || '&nbsp;'}</div>`;
    case 'radio_buttons': return element.options.map(o => `<div class="radio"><i class="${o.value === element.initial_option?.value ? 'on' : ''}"></i>${o.text.text}</div>`).join('');
    default: return `<div class="input">&nbsp;</div>`;
  }
}
