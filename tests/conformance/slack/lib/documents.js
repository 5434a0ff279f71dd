// Slack's documents as schemas: arguments, answers and errors of each method, read from the folder that COPBOT_SPECS names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';

export const folder = process.env.COPBOT_SPECS ? join(process.env.COPBOT_SPECS, 'slack', 'methods') : '';
export const present = folder !== '' && existsSync(join(folder, 'chat.postMessage.json'));

const ajv = new Ajv({ strict: false, allErrors: true });

// The documents name these shapes without spelling them out; what is known of them is the form of an id.
const named = {
  channel: { type: 'string', pattern: '^[CDG][A-Z0-9]+$' },
  ts: { type: 'string', pattern: '^\\d{10}\\.\\d{6}$' },
  user_id: { type: 'string', pattern: '^[UW][A-Z0-9]+$' },
  team_id: { type: 'string', pattern: '^T[A-Z0-9]+$' },
  file_id: { type: 'string', pattern: '^F[A-Z0-9]+$' },
  bot_id: { type: 'string', pattern: '^B[A-Z0-9]+$' },
  app_id: { type: 'string', pattern: '^A[A-Z0-9]+$' },
  message: { type: 'object', required: ['type', 'ts'], properties: { type: { const: 'message' }, ts: { type: 'string', pattern: '^\\d{10}\\.\\d{6}$' }, text: { type: 'string' } } },
  conversation: { type: 'object', required: ['id'], properties: { id: { type: 'string', pattern: '^[CDG]' } } },
  user: { type: 'object', required: ['id', 'team_id', 'name', 'deleted'], properties: { id: { type: 'string', pattern: '^[UW]' }, tz_offset: { type: 'integer' } } },
  modal: { type: 'object', required: ['id', 'hash', 'type', 'blocks', 'state', 'root_view_id'], properties: { type: { const: 'modal' } } },
  'publishable-view': { type: 'object', required: ['id', 'hash', 'type', 'blocks'], properties: { type: { const: 'home' } } },
  view: { type: 'object', required: ['id', 'hash', 'type', 'blocks'] },
  response_metadata: { type: 'object', required: ['next_cursor'], properties: { next_cursor: { type: 'string' } } },
  blocks: { type: 'array', items: { type: 'object', required: ['type', 'block_id'] } },
};

function plain(schema) {
  if (Array.isArray(schema)) return schema.map(plain);
  if (schema === null || typeof schema !== 'object') return schema;
  const { schema: name, ...rest } = schema;
  const told = Object.fromEntries(
    Object.entries(rest).filter(([key]) => ['type', 'required', 'properties', 'items', 'anyOf', 'oneOf', 'allOf', 'enum', 'minItems', 'maxLength'].includes(key))
      .map(([key, value]) => [key, key === 'properties' ? Object.fromEntries(Object.entries(value).map(([one, inner]) => [one, plain(inner)])) : key === 'required' || key === 'enum' || key === 'type' ? value : plain(value)]),
  );
  // Alternatives that only differ in such names may match twice.
  if (told.oneOf) {
    told.anyOf = told.oneOf;
    delete told.oneOf;
  }

  return typeof name === 'string' ? { allOf: [told, named[name] ?? {}] } : told;
}

const methods = new Map();

export function method(name) {
  if (!methods.has(name)) {
    const told = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const examples = Object.values(told.examples ?? {}).map((one) => one.example).filter((one) => one && typeof one === 'object');
    methods.set(name, {
      arguments: told.args?.properties ?? {},
      fits: (name, value) => fits(told.args.properties[name], value),
      required: (told.args?.required ?? []).filter((one) => one !== 'token'),
      answer: ajv.compile(plain(told.output ?? {})),
      documented: told.output ? Object.keys(told.output.properties ?? {}) : [],
      errors: new Set(Object.keys(told.errors ?? {})),
      successes: examples.filter((one) => one.ok),
    });
  }

  return methods.get(name);
}

// A form carries text only, so there a type means what the text can be read as.
function fits(documented, value) {
  const types = new Set([documented.type, ...(documented.anyOf ?? []).map((one) => one.type)].flat().filter(Boolean));
  if (types.size === 0 || value === null || (types.has('string') && typeof value === 'string')) return true;
  const readable = (type) => {
    if (type === 'boolean') return typeof value === 'boolean' || ['true', 'false', '1', '0'].includes(value);
    if (type === 'integer' || type === 'number') return typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(value);
    const told = typeof value === 'string' ? parsed(value) : value;
    if (type === 'array') return Array.isArray(told);
    // Where the page says "JSON as text" a JSON body may hold the thing itself.
    return told !== null && typeof told === 'object';
  };
  return [...types].some(readable);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const known = (name) => existsSync(join(folder, `${name}.json`));

const kind = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value);

/** Where an answer has another type than every example that has the same field. */
export function unlike(answer, examples, path = '') {
  const wrong = [];
  for (const [name, value] of Object.entries(answer)) {
    const seen = examples.filter((one) => one && typeof one === 'object' && name in one).map((one) => one[name]);
    const kinds = new Set(seen.map(kind));
    if (seen.length === 0 || value === null || kinds.has('null')) continue;
    if (!kinds.has(kind(value)) && !(kind(value) === 'integer' && kinds.has('number'))) {
      wrong.push(`${path}/${name} is ${kind(value)}, documented as ${[...kinds].join(' or ')}`);
    } else if (kind(value) === 'object') {
      wrong.push(...unlike(value, seen, `${path}/${name}`));
    } else if (kind(value) === 'array') {
      const items = seen.flat().filter((one) => kind(one) === 'object');
      value.filter((one) => kind(one) === 'object').forEach((one, i) => wrong.push(...unlike(one, items, `${path}/${name}/${i}`)));
    }
  }

  return wrong;
}
