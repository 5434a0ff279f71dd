import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebClient } from '@slack/web-api';
import { button, client, control, house, section, silent } from '../lib/emulator.js';

const refused = (error) => (thrown) => {
  assert.equal(thrown.data?.error, error, String(thrown));
  return true;
};

test('login tells who the bot is', async () => {
  const home = await house();
  const answer = await client(home).auth.test();
  assert.equal(answer.team_id, home.workspace);
  assert.equal(answer.bot_id, home.bot_id);
  await assert.rejects(new WebClient('xoxb-wrong', { slackApiUrl: home.api_url, logger: silent }).auth.test(), refused('invalid_auth'));
});

test('the team and the bot can be asked about', async () => {
  const home = await house();
  assert.equal((await client(home).team.info()).team.id, home.workspace);
  assert.equal((await client(home).bots.info({ bot: home.bot_id })).bot.user_id, home.bot_user);
});

test('a message is posted, edited, linked to, pinned, reacted to and deleted', async () => {
  const home = await house();
  const web = client(home);
  const blocks = [section('*Printer* is on fire', button('help', 'I can help')), { type: 'divider' }];
  const posted = await web.chat.postMessage({
    channel: home.help, text: 'Printer is on fire', blocks, metadata: { event_type: 'cop_post', event_payload: { key: 'problems/1' } }, unfurl_links: false,
  });
  assert.match(posted.ts, /^\d{10}\.\d{6}$/);
  assert.equal(posted.message.metadata.event_payload.key, 'problems/1');
  const edited = await web.chat.update({ channel: home.help, ts: posted.ts, text: 'Solved', blocks: [section('Solved')] });
  assert.equal(edited.text, 'Solved');
  assert.match((await web.chat.getPermalink({ channel: home.help, message_ts: posted.ts })).permalink, /\/archives\//);
  await web.reactions.add({ channel: home.help, timestamp: posted.ts, name: 'white_check_mark' });
  await assert.rejects(web.reactions.add({ channel: home.help, timestamp: posted.ts, name: 'white_check_mark' }), refused('already_reacted'));
  assert.equal((await web.reactions.get({ channel: home.help, timestamp: posted.ts })).message.reactions[0].name, 'white_check_mark');
  await web.reactions.remove({ channel: home.help, timestamp: posted.ts, name: 'white_check_mark' });
  await web.pins.add({ channel: home.help, timestamp: posted.ts });
  await web.pins.remove({ channel: home.help, timestamp: posted.ts });
  const history = await web.conversations.history({ channel: home.help, include_all_metadata: true });
  assert.equal(history.messages[0].metadata.event_payload.key, 'problems/1');
  await web.chat.delete({ channel: home.help, ts: posted.ts });
  assert.deepEqual((await home.sees('ann', { channel: home.help })).messages, []);
});

test('a thread is answered and read back', async () => {
  const home = await house();
  const web = client(home);
  const parent = await web.chat.postMessage({ channel: home.help, text: 'question' });
  await home.ben('types', { channel: home.help, text: 'have you tried & <turned> it off', thread_ts: parent.ts });
  await web.chat.postMessage({ channel: home.help, text: 'thanks', thread_ts: parent.ts, reply_broadcast: true });
  const replies = await web.conversations.replies({ channel: home.help, ts: parent.ts });
  assert.deepEqual(replies.messages.map((message) => message.text), ['question', 'have you tried &amp; &lt;turned&gt; it off', 'thanks']);
  assert.equal(replies.messages[0].reply_count, 2);
  await assert.rejects(web.conversations.replies({ channel: home.help, ts: '1.000001' }), refused('thread_not_found'));
});

test('direct and ephemeral messages reach one person', async () => {
  const home = await house();
  const web = client(home);
  const opened = await web.conversations.open({ users: home.users.ann });
  const again = await web.conversations.open({ users: home.users.ann, return_im: true });
  assert.equal(again.channel.id, opened.channel.id);
  assert.equal(again.already_open, true);
  await web.chat.postMessage({ channel: opened.channel.id, text: 'for you' });
  await web.chat.postEphemeral({ channel: home.help, user: home.users.ann, text: 'only you' });
  const ann = await home.sees('ann', { channel: home.help });
  assert.equal(ann.direct[0].text, 'for you');
  assert.equal(ann.messages[0].text, 'only you');
  assert.deepEqual((await home.sees('ben', { channel: home.help })).messages, []);
  await assert.rejects(web.chat.postEphemeral({ channel: home.channels.open, user: home.users.ann, text: 'x' }), refused('not_in_channel'));
});

test('channels are listed, asked about, joined and left', async () => {
  const home = await house();
  const web = client(home);
  const names = [];
  for await (const page of web.paginate('conversations.list', { limit: 1, types: 'public_channel,private_channel' })) {
    names.push(...page.channels.map((channel) => channel.name));
  }

  assert.deepEqual(names, ['general', 'help', 'open']);
  assert.equal((await web.conversations.info({ channel: home.help, include_num_members: true })).channel.num_members, 3);
  await assert.rejects(web.conversations.info({ channel: home.channels.secret }), refused('channel_not_found'));
  await assert.rejects(web.chat.postMessage({ channel: home.channels.open, text: 'x' }), refused('not_in_channel'));
  await web.conversations.join({ channel: home.channels.open });
  assert.equal((await web.conversations.join({ channel: home.channels.open })).warning, 'already_in_channel');
  assert.deepEqual((await web.conversations.members({ channel: home.channels.open })).members, [home.users.ann, home.bot_user]);
  await web.conversations.leave({ channel: home.channels.open });
  assert.equal((await web.users.conversations({ user: home.bot_user })).channels.length, 2);
});

test('people have zones, locales and may be gone', async () => {
  const home = await house();
  const web = client(home);
  const ann = (await web.users.info({ user: home.users.ann, include_locale: true })).user;
  assert.equal(ann.tz, 'Europe/Berlin');
  assert.ok([3600, 7200].includes(ann.tz_offset));
  assert.equal(ann.locale, 'de-DE');
  assert.equal(ann.is_admin, true);
  await home.admin('deactivate', { user: 'ben' });
  assert.equal((await web.users.info({ user: home.users.ben })).user.deleted, true);
  assert.equal((await web.users.info({ user: home.users.ben })).user.tz, undefined);
  assert.equal((await web.users.list({ limit: 200 })).members.length, 3);
  await assert.rejects(web.users.info({ user: 'U0NOBODY' }), refused('user_not_found'));
  await assert.rejects(web.conversations.open({ users: home.users.ben }), refused('user_disabled'));
});

test('a file is uploaded into a channel', async () => {
  const home = await house();
  const web = client(home);
  await web.filesUploadV2({ channel_id: home.help, filename: 'series.ics', file: Buffer.from('BEGIN:VCALENDAR'), title: 'The series', initial_comment: 'Add it' });
  const seen = (await home.sees('ann', { channel: home.help })).messages[0];
  assert.equal(seen.text, 'Add it');
  assert.equal(seen.files[0].title, 'The series');
  assert.equal(seen.files[0].size, 15);
  assert.equal((await web.files.info({ file: seen.files[0].id })).file.name, 'series.ics');
});

test('wrong blocks are refused with their place', async () => {
  const home = await house();
  await assert.rejects(client(home).chat.postMessage({ channel: home.help, text: 'x', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] }), (thrown) => {
    assert.equal(thrown.data.error, 'invalid_blocks');
    assert.match(thrown.data.response_metadata.messages[0], /json-pointer:\/blocks\/0\/text\/text/);
    return true;
  });
});

test('a missing scope says what is needed', async () => {
  const home = await house({ scopes: ['commands'] });
  await assert.rejects(client(home).chat.postMessage({ channel: home.help, text: 'x' }), (thrown) => {
    assert.deepEqual([thrown.data.error, thrown.data.needed, thrown.data.provided], ['missing_scope', 'chat:write', 'commands']);
    return true;
  });
});

test('a 429 is waited out and the call then succeeds', async () => {
  const home = await house();
  const waited = [];
  const web = client(home);
  web.on('rate_limited', (seconds) => waited.push(seconds));
  await home.faults({ method: 'chat.postMessage', kind: 'rate_limited', retry_after: 1 });
  await web.chat.postMessage({ channel: home.help, text: 'patience' });
  assert.deepEqual(waited, [1]);
  assert.equal((await home.sees('ann', { channel: home.help })).messages.length, 1);
});

test('the pace of posting is limited per channel', async () => {
  const home = await house();
  const web = client(home, { rejectRateLimitedCalls: true });
  const ends = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => web.chat.postMessage({ channel: home.help, text: `burst ${i}` })));
  const limited = ends.filter((end) => end.status === 'rejected');
  assert.ok(limited.length >= 1, 'eight at once are too many');
  assert.equal(limited[0].reason.code, 'slack_webapi_rate_limited_error');
  assert.ok(limited[0].reason.retryAfter >= 1);
});

test('a 503 is tried again', async () => {
  const home = await house();
  await home.faults({ method: 'chat.postMessage', kind: 'status', code: 503 });
  await client(home, { retryConfig: { retries: 2, minTimeout: 10, factor: 1 } }).chat.postMessage({ channel: home.help, text: 'again' });
  assert.equal((await home.sees('ann', { channel: home.help })).messages.length, 1);
});

test('an answer that is lost leaves the message posted twice by a client that simply tries again', async () => {
  const home = await house();
  await home.faults({ method: 'chat.postMessage', kind: 'answer_lost' });
  await client(home, { retryConfig: { retries: 2, minTimeout: 10, factor: 1 } }).chat.postMessage({ channel: home.help, text: 'twice' });
  assert.equal((await home.sees('ann', { channel: home.help })).messages.length, 2);
});

test('a connection reset before anything was done leaves one message', async () => {
  const home = await house();
  await home.faults({ method: 'chat.postMessage', kind: 'reset' });
  await client(home, { retryConfig: { retries: 2, minTimeout: 10, factor: 1 } }).chat.postMessage({ channel: home.help, text: 'once' });
  assert.equal((await home.sees('ann', { channel: home.help })).messages.length, 1);
});

test('a revoked token and an archived channel are said so', async () => {
  const home = await house();
  await home.admin('archive', { channel: 'help' });
  await assert.rejects(client(home).chat.postMessage({ channel: home.help, text: 'x' }), refused('is_archived'));
  await home.admin('revoke_token');
  await assert.rejects(client(home).users.list(), refused('token_revoked'));
});

test('a Home tab is published and its hash guards it', async () => {
  const home = await house();
  const web = client(home);
  const view = { type: 'home', callback_id: 'home', blocks: [section('Welcome')] };
  const first = await web.views.publish({ user_id: home.users.ann, view });
  const second = await web.views.publish({ user_id: home.users.ann, view, hash: first.view.hash });
  assert.equal(second.view.id, first.view.id);
  await assert.rejects(web.views.publish({ user_id: home.users.ann, view, hash: first.view.hash }), refused('hash_conflict'));
  assert.equal((await home.sees('ann')).home.blocks[0].text.text, 'Welcome');
  assert.equal((await home.sees('ben')).home, null);
});

test('the two workspaces of one app do not see each other', async () => {
  const one = await house();
  const two = await house({ reuse_app: one.app_id });
  assert.equal(one.app_token, two.app_token);
  await client(one).chat.postMessage({ channel: one.help, text: 'one' });
  assert.deepEqual((await two.sees('ann', { channel: two.help })).messages, []);
  await assert.rejects(client(two).chat.postMessage({ channel: one.help, text: 'x' }), refused('channel_not_found'));
});

test('no client broke a rule of the wire', async () => {
  assert.deepEqual((await control('violations')).violations, []);
});
