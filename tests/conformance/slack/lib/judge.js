// Holds the lines of an emulator's journal against Slack's documents. Each judgement returns what is wrong and how many lines it looked at.
import { known, method, unlike } from './documents.js';

// Errors that every reference page lists, or that the pages leave out and the field knows.
const everywhere = new Set([
  'not_authed', 'invalid_auth', 'token_revoked', 'account_inactive', 'not_allowed_token_type', 'missing_scope', 'invalid_arguments', 'invalid_json',
  'json_not_object', 'invalid_charset', 'invalid_post_type', 'missing_post_type', 'ratelimited', 'internal_error', 'fatal_error', 'unknown_method',
]);

// What the emulator says although the method's own page does not list it.
const exceptions = {
  'chat.postMessage': ['thread_not_found'], // The page has no word for a thread that does not exist.
  'views.open': ['push_limit_reached'], // A fourth view over three open ones; the page names it for push only.
};

const requests = (lines) => lines.filter((line) => line.kind === 'request' && known(line.method));
const taken = (lines) => requests(lines).filter((line) => line.response?.ok);

function look(lines, complain) {
  const wrong = new Set();
  for (const line of lines) for (const complaint of complain(line, method(line.method))) wrong.add(`${line.method}: ${complaint}`);
  return { wrong: [...wrong], looked: lines.length };
}

export const methodsSeen = (lines) => new Set(requests(lines).map((line) => line.method));

/** Arguments of calls that were taken: documented, complete, and of the documented type. */
export const requestsAsDocumented = (lines) => look(taken(lines), ({ args }, told) => [
  ...told.required.filter((name) => !(name in args)).map((name) => `without ${name}`),
  ...Object.entries(args).filter(([name]) => name !== 'team_id').flatMap(([name, value]) => {
    if (!(name in told.arguments)) return [`${name} is not documented`];
    return told.fits(name, value) ? [] : [`${name} is ${JSON.stringify(value).slice(0, 60)}`];
  }),
]);

export const answersFitSchemas = (lines) => look(taken(lines), ({ response }, { answer }) => (answer(response) ? [] : answer.errors.map((error) => `${error.instancePath} ${error.message}`)));

export const answersLikeExamples = (lines) => look(taken(lines), ({ response }, { successes }) => unlike(response, successes));

export const fieldsAreDocumented = (lines) => look(taken(lines), ({ response }, { documented, successes }) => {
  const fields = new Set(['ok', 'warning', 'response_metadata', ...documented, ...successes.flatMap(Object.keys)]);
  return Object.keys(response).filter((field) => !fields.has(field)).map((field) => `${field} is not documented`);
});

export const errorsAreDocumented = (lines) => look(requests(lines).filter((line) => line.response?.ok === false), ({ method: name, response }, { errors }) =>
  (everywhere.has(response.error) || errors.has(response.error) || exceptions[name]?.includes(response.error) ? [] : [`${response.error} is not documented`]));
