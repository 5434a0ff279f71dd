// Holds a journal against Discord's official OpenAPI document: the emulator's answers, and (tightened) a client's requests.
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';

/** Reads the document, or null where COPBOT_SPECS is not set. */
export function loadSpec() {
  const folder = process.env.COPBOT_SPECS;
  if (!folder) return null;
  return JSON.parse(readFileSync(`${folder}/discord/openapi.json`, 'utf8'));
}

export class Judge {
  #spec;
  #compiled = new Map();
  #ajv;

  /** With `tighten`, an object schema refuses fields it does not name: that is how a mis-cased name shows. */
  constructor(spec, { tighten = false } = {}) {
    this.#spec = structuredClone(spec);
    amend(this.#spec);
    if (tighten) for (const schema of Object.values(this.#spec.components.schemas)) close(schema);
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    this.#ajv.addSchema(this.#spec, 'discord');
  }

  operation(method, template) {
    const path = this.#spec.paths[template];
    return path?.[method.toLowerCase()] ? { template, method: method.toLowerCase() } : null;
  }

  /** Complaints about one answer of the journal; an empty list when all is well. */
  answer(line) {
    const operation = this.operation(line.method, line.route);
    if (!operation) return [`${line.method} ${line.route}: not in the document`];
    const responses = this.#spec.paths[line.route][operation.method].responses;
    const status = String(line.status);
    const name = responses[status] ? status : status === '429' ? '429' : status.startsWith('4') ? '4XX' : null;
    if (!name || !responses[name]) return [`${line.method} ${line.route}: status ${status} is not in the document`];
    const pointer = responses[name].$ref ? responses[name].$ref : `#/paths/${escape(line.route)}/${operation.method}/responses/${name}`;
    const response = responses[name].$ref ? this.#spec.components.responses[responses[name].$ref.split('/').at(-1)] : responses[name];
    if (!response.content) return line.response.body === null ? [] : [`${line.method} ${line.route}: ${status} has no body in the document`];
    return this.#check(`${pointer}/content/application~1json/schema`, line.response.body, `${line.method} ${line.route} ${status}`);
  }

  /** Complaints about one request of the journal. */
  request(line) {
    const operation = this.operation(line.method, line.route);
    if (!operation) return [`${line.method} ${line.route}: not in the document`];
    const content = this.#spec.paths[line.route][operation.method].requestBody?.content;
    if (!content?.['application/json']) return line.request.body === null ? [] : [`${line.method} ${line.route}: takes no body`];
    if (line.request.body === null) return [];
    return this.#check(`#/paths/${escape(line.route)}/${operation.method}/requestBody/content/application~1json/schema`, line.request.body, `${line.method} ${line.route}`);
  }

  #check(pointer, value, where) {
    let validate = this.#compiled.get(pointer);
    if (!validate) {
      validate = this.#ajv.compile({ $ref: `discord${pointer}` });
      this.#compiled.set(pointer, validate);
    }
    return validate(value) ? [] : summary(validate.errors).map((error) => `${where}: ${error}`);
  }
}

// Where the document contradicts Discord's own examples: codes of inner errors are words (reference, "Error Messages"),
// and the body of a 429 has no code unless there is one (topics/rate-limits).
function amend(spec) {
  const schemas = spec.components.schemas;
  schemas.InnerErrors.properties._errors.items = {
    type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } }, required: ['code', 'message'],
  };
  schemas.RatelimitedResponse = {
    type: 'object',
    properties: { message: { type: 'string' }, retry_after: { type: 'number' }, global: { type: 'boolean' }, code: { type: 'integer' } },
    required: ['message', 'retry_after', 'global'],
  };
}

function close(schema) {
  if (schema && typeof schema === 'object') {
    if (schema.type === 'object' && schema.properties && !schema.allOf && schema.additionalProperties === undefined) schema.additionalProperties = false;
    for (const inner of Object.values(schema.properties ?? {})) close(inner);
    if (schema.items) close(schema.items);
  }
}

function escape(path) {
  return encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('%40', '@');
}

/** The deepest complaints first: a union reports every branch, and the longest path is the branch that was meant. */
function summary(errors) {
  const depth = (error) => error.instancePath.split('/').length;
  const deepest = Math.max(...errors.map(depth));
  return [...new Set(errors.filter((error) => depth(error) === deepest).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`))].slice(0, 6);
}
