// Everything the tests before this one made the emulator say, held against Slack's documents.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { known, method, present, unlike } from '../lib/documents.js';
import { journal } from '../lib/emulator.js';

const skip = present ? false : 'COPBOT_SPECS does not name the folder with Slack\'s documented methods';

// Errors that every reference page lists, or that the pages leave out and the field knows.
const everywhere = new Set([
  'not_authed', 'invalid_auth', 'token_revoked', 'account_inactive', 'not_allowed_token_type', 'missing_scope', 'invalid_arguments', 'invalid_json',
  'json_not_object', 'invalid_charset', 'invalid_post_type', 'missing_post_type', 'ratelimited', 'internal_error', 'fatal_error', 'unknown_method',
]);

// Each with the reason why the emulator says something that the method's own page does not list.
const exceptions = {
  'chat.postMessage': ['thread_not_found'], // The page has no word for a thread that does not exist.
  'chat.update': ['is_archived'], // Listed for posting; editing in an archived channel is refused alike.
  'views.open': ['push_limit_reached'], // A fourth view over three open ones; the page names it for push only.
};

const requests = async () => (await journal()).filter((line) => line.kind === 'request' && known(line.method));

test('the journal has seen every method that CopBot uses', { skip }, async () => {
  const seen = new Set((await requests()).map((line) => line.method));
  const wanted = [
    'auth.test', 'apps.connections.open', 'team.info', 'bots.info', 'chat.postMessage', 'chat.update', 'chat.delete', 'chat.postEphemeral', 'chat.getPermalink',
    'conversations.open', 'conversations.info', 'conversations.list', 'conversations.members', 'conversations.history', 'conversations.replies', 'conversations.join',
    'conversations.leave', 'users.conversations', 'users.info', 'users.list', 'views.open', 'views.push', 'views.update', 'views.publish', 'reactions.add',
    'reactions.remove', 'reactions.get', 'pins.add', 'pins.remove', 'files.getUploadURLExternal', 'files.completeUploadExternal', 'files.info',
  ];
  assert.deepEqual(wanted.filter((name) => !seen.has(name)), []);
});

test('every argument that was taken is documented, and nothing required was missing', { skip }, async () => {
  const wrong = [];
  let checked = 0;
  for (const { n, method: name, args, response } of await requests()) {
    if (!response?.ok) continue;
    const told = method(name);
    wrong.push(...told.required.filter((one) => !(one in args)).map((one) => `${n} ${name} was taken without ${one}`));
    wrong.push(...Object.keys(args).filter((one) => !(one in told.arguments) && one !== 'team_id').map((one) => `${n} ${name} took ${one}`));
    checked++;
  }

  assert.deepEqual(wrong, []);
  assert.ok(checked > 100, `only ${checked} calls`);
});

test('every answer fits the documented schema', { skip }, async () => {
  const wrong = [];
  let checked = 0;
  for (const { n, method: name, response } of await requests()) {
    if (!response?.ok) continue;
    const { answer } = method(name);
    if (!answer(response)) wrong.push(`${n} ${name}: ${answer.errors.map((error) => `${error.instancePath} ${error.message}`).join('; ')}`);
    checked++;
  }

  assert.deepEqual(wrong, []);
  assert.ok(checked > 100, `only ${checked} answers`);
});

test('every answer has the types of the documented examples', { skip }, async () => {
  const wrong = new Set();
  for (const { method: name, response } of await requests()) {
    if (response?.ok) unlike(response, method(name).successes).forEach((one) => wrong.add(`${name}${one}`));
  }

  assert.deepEqual([...wrong], []);
});

test('every top-level field of an answer is documented', { skip }, async () => {
  const always = new Set(['ok', 'warning', 'response_metadata', 'error']);
  const wrong = new Set();
  for (const { method: name, response } of await requests()) {
    if (!response?.ok) continue;
    const told = method(name);
    const fields = new Set([...always, ...told.documented, ...told.successes.flatMap(Object.keys)]);
    for (const field of Object.keys(response)) if (!fields.has(field)) wrong.add(`${name} ${field}`);
  }

  assert.deepEqual([...wrong], []);
});

test('every error is documented for its method or for all', { skip }, async () => {
  const wrong = new Set();
  let checked = 0;
  for (const { method: name, response } of await requests()) {
    if (response?.ok !== false) continue;
    checked++;
    if (!everywhere.has(response.error) && !method(name).errors.has(response.error) && !exceptions[name]?.includes(response.error)) wrong.add(`${name} ${response.error}`);
  }

  assert.deepEqual([...wrong], []);
  assert.ok(checked > 10, `only ${checked} errors`);
});

test('every frame has the documented form', async () => {
  const lines = await journal();
  const frames = lines.filter((line) => line.kind === 'frame_out' && line.frame?.envelope_id && line.frame.payload);
  assert.ok(frames.length > 50, `only ${frames.length} envelopes`);
  for (const { frame } of frames) {
    assert.match(frame.envelope_id, /^[0-9a-f-]{36}$/);
    assert.ok(['events_api', 'slash_commands', 'interactive'].includes(frame.type), frame.type);
    assert.equal(typeof frame.accepts_response_payload, 'boolean');
    const { payload } = frame;
    if (frame.type === 'events_api') {
      assert.equal(payload.type, 'event_callback');
      for (const field of ['token', 'team_id', 'api_app_id', 'event', 'event_id', 'event_time', 'authorizations']) assert.ok(field in payload, field);
      assert.equal(typeof payload.event.event_ts, 'string');
    } else if (frame.type === 'slash_commands') {
      for (const field of ['command', 'text', 'response_url', 'trigger_id', 'user_id', 'user_name', 'channel_id', 'channel_name', 'team_id', 'team_domain', 'api_app_id']) {
        assert.equal(typeof payload[field], 'string', field);
      }
    } else {
      assert.ok(['block_actions', 'view_submission', 'view_closed', 'shortcut', 'message_action', 'block_suggestion'].includes(payload.type), payload.type);
      assert.equal(typeof payload.user.id, 'string');
      if (!['view_closed', 'block_suggestion'].includes(payload.type)) assert.match(payload.trigger_id, /^\d+\.\d+\.[0-9a-f]+$/);
    }
  }
});

test('the documents would notice a wrong answer', { skip }, () => {
  const post = method('chat.postMessage');
  assert.equal(post.answer({ ok: true, channel: 'C0C1', ts: '1503435956.000247' }), true);
  assert.equal(post.answer({ ok: true, channel: 'C0C1', ts: 1503435956.000247 }), false);
  assert.equal(post.answer({ ok: true, channel: 'help', ts: '1503435956.000247' }), false);
  assert.equal(post.answer({ ok: true, ts: '1503435956.000247' }), false);
  assert.deepEqual(unlike({ message: { text: 5 } }, post.successes), ['/message/text is integer, documented as string']);
});
