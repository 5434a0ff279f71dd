// Everything the tests before this one made the emulator say, held against Slack's documents.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { method, present, unlike } from '../lib/documents.js';
import { journal } from '../lib/emulator.js';
import * as judge from '../lib/judge.js';

const skip = present ? false : 'COPBOT_SPECS does not name the folder with Slack\'s documented methods';

test('the journal has seen every method that CopBot uses', { skip }, async () => {
  const seen = judge.methodsSeen(await journal());
  const wanted = [
    'auth.test', 'apps.connections.open', 'team.info', 'bots.info', 'chat.postMessage', 'chat.update', 'chat.delete', 'chat.postEphemeral', 'chat.getPermalink',
    'conversations.open', 'conversations.info', 'conversations.list', 'conversations.members', 'conversations.history', 'conversations.replies', 'conversations.join',
    'conversations.leave', 'users.conversations', 'users.info', 'users.list', 'views.open', 'views.push', 'views.update', 'views.publish', 'reactions.add',
    'reactions.remove', 'reactions.get', 'pins.add', 'pins.remove', 'files.getUploadURLExternal', 'files.completeUploadExternal', 'files.info',
  ];
  assert.deepEqual(wanted.filter((name) => !seen.has(name)), []);
});

for (const [name, judgement, least] of [
  ['every argument that was taken is documented, and nothing required was missing', judge.requestsAsDocumented, 100],
  ['every answer fits the documented schema', judge.answersFitSchemas, 100],
  ['every answer has the types of the documented examples', judge.answersLikeExamples, 100],
  ['every top-level field of an answer is documented', judge.fieldsAreDocumented, 100],
  ['every error is documented for its method or for all', judge.errorsAreDocumented, 10],
]) {
  test(name, { skip }, async () => {
    const { wrong, looked } = judgement(await journal());
    assert.deepEqual(wrong, []);
    assert.ok(looked > least, `only ${looked} lines`);
  });
}

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
  assert.equal(post.fits('text', 'x') && post.fits('unfurl_links', 'false') && post.fits('unfurl_links', true), true);
  assert.equal(post.fits('unfurl_links', 'maybe') || post.fits('channel', 7), false);
});

test('a journal from another run can be judged', { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const judged = (lines) => {
    const file = join(folder, 'slack.jsonl');
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    return spawnSync(process.execPath, ['check-journal.js', file], { encoding: 'utf8' });
  };
  const good = (await journal()).filter((line) => line.kind === 'request');
  const bad = { kind: 'request', method: 'chat.update', args: { channel: 'C1', ts: '1.000001', threadTs: '1.000001' }, response: { ok: true } };
  assert.equal(judged(good).status, 0);
  assert.equal(judged([]).status, 2, 'a journal without requests proves nothing');
  const refused = judged([...good, bad]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /chat\.update: threadTs is not documented/);
});
