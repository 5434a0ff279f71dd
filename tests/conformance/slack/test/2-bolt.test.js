import assert from 'node:assert/strict';
import { test } from 'node:test';
import { button, control, errors, house, modal, promised, section, start, until } from '../lib/emulator.js';

test('a command is acknowledged and answered privately, publicly and later', async (t) => {
  const home = await house();
  await start(t, home, (app) => app.command('/cop', async ({ ack, command, respond }) => {
    await ack(`You said ${command.text}`);
    await respond({ response_type: 'in_channel', text: 'for all' });
  }));
  const outcome = await home.ann('uses', { command: '/cop', channel: home.help, text: 'hello @ben' });
  assert.equal(outcome.end, 'Acknowledged');
  await until('the public answer', async () => (await home.sees('ben', { channel: home.help })).messages.length === 1);
  const seen = (await home.sees('ann', { channel: home.help })).messages;
  assert.equal(seen[0].text, `You said hello <@${home.users.ben}|ben>`);
  assert.equal(seen[0].only_for, home.users.ann);
  assert.equal(seen[1].text, 'for all');
});

test('a command that nobody acknowledges times out', async (t) => {
  const home = await house();
  await start(t, home, (app) => app.command('/cop', async () => {}));
  const outcome = await home.ann('uses', { command: '/cop', channel: home.help });
  assert.equal(outcome.end, 'TimedOut');
  assert.match(outcome.shown, /operation_timeout/);
});

test('a command with no socket open fails at once', async () => {
  const home = await house();
  assert.match((await home.ann('uses', { command: '/cop', channel: home.help })).shown, /dispatch_failed/);
});

test('a button edits its message through the response_url', async (t) => {
  const home = await house();
  const app = await start(t, home, (bolt) => bolt.action('help', async ({ ack, body, action, respond }) => {
    await ack();
    await respond({ replace_original: true, text: `<@${body.user.id}> helps with ${action.value}`, blocks: [section('taken')] });
  }));
  const posted = await app.client.chat.postMessage({ channel: home.help, text: 'card', blocks: [section('card'), { type: 'actions', elements: [button('help')] }] });
  await home.ben('presses', { channel: home.help, ts: posted.ts, action: 'help' });
  await until('the edit', async () => (await home.sees('ann', { channel: home.help })).messages[0].edited || (await home.sees('ann', { channel: home.help })).messages[0].text.includes('helps with v1'));
});

test('every kind of menu and picker in a message tells what was chosen', async (t) => {
  const home = await house();
  const chosen = new Map();
  const options = [{ text: { type: 'plain_text', text: 'One' }, value: '1' }, { text: { type: 'plain_text', text: 'Two' }, value: '2' }];
  const placeholder = { type: 'plain_text', text: 'Pick' };
  const elements = [
    { type: 'static_select', action_id: 'static', placeholder, options },
    { type: 'multi_static_select', action_id: 'multi', placeholder, options },
    { type: 'users_select', action_id: 'user', placeholder },
    { type: 'channels_select', action_id: 'channel', placeholder },
    { type: 'conversations_select', action_id: 'conversation', placeholder },
    { type: 'datepicker', action_id: 'date', initial_date: '2026-03-02' },
    { type: 'timepicker', action_id: 'time' },
    { type: 'datetimepicker', action_id: 'moment' },
    { type: 'checkboxes', action_id: 'checks', options },
    { type: 'radio_buttons', action_id: 'radio', options },
    { type: 'overflow', action_id: 'more', options },
  ];
  const app = await start(t, home, (bolt) => bolt.action(/.*/, async ({ ack, action }) => {
    await ack();
    chosen.set(action.action_id, action.selected_option?.value ?? action.selected_options?.map((one) => one.value).join() ?? action.selected_user
      ?? action.selected_channel ?? action.selected_conversation ?? action.selected_date ?? action.selected_time ?? action.selected_date_time);
  }));
  const { ts } = await app.client.chat.postMessage({ channel: home.help, text: 'menus', blocks: [{ type: 'actions', elements }] });
  const answers = {
    static: 'Two', multi: ['1', '2'], user: home.users.ben, channel: home.help, conversation: home.help, date: '2026-05-01', time: '09:30', moment: 1777777777, checks: ['Two'], radio: '1', more: 'One',
  };
  for (const [action, answer] of Object.entries(answers)) await home.ann('presses', { channel: home.help, ts, action, answer });
  const expected = { ...answers, static: '2', multi: '1,2', checks: '2', more: '1' };
  await until('every choice', () => chosen.size === elements.length);
  assert.deepEqual(Object.fromEntries(chosen), expected);
});

test('a modal is opened, complains, is corrected and closed', async (t) => {
  const home = await house();
  const asked = promised();
  await start(t, home, (app) => {
    app.command('/cop', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal({ private_metadata: 'm' }) });
    });
    app.view('ask', async ({ ack, view }) => {
      const title = view.state.values.title.title.value;
      if (title.length < 10) return ack({ response_action: 'errors', errors: { title: 'Say a little more.' } });
      await ack();
      asked.resolve({ title, metadata: view.private_metadata });
    });
  });
  await home.ann('uses', { command: '/cop', channel: home.help });
  await until('the modal', async () => (await home.sees('ann')).view);
  assert.match((await home.ann('submits')).shown, /required/, 'an empty field is stopped by Slack itself');
  await home.ann('fills', { field: 'title', answer: 'Short' });
  assert.equal((await home.ann('submits')).shown, 'Say a little more.');
  assert.deepEqual((await home.sees('ann')).view_errors, { title: 'Say a little more.' });
  await home.ann('fills', { field: 'title', answer: 'The printer is on fire' });
  await home.ann('submits');
  assert.deepEqual(await asked.promise, { title: 'The printer is on fire', metadata: 'm' });
  assert.equal((await home.sees('ann')).view, null);
});

test('a submission may update, push and clear', async (t) => {
  const home = await house();
  const next = { one: { response_action: 'update', view: modal({ callback_id: 'two' }) }, two: { response_action: 'push', view: modal({ callback_id: 'three' }) }, three: { response_action: 'clear' } };
  await start(t, home, (app) => {
    app.shortcut('new_problem', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal({ callback_id: 'one' }) });
    });
    app.view(/one|two|three/, async ({ ack, view }) => ack(next[view.callback_id]));
  });
  await home.ann('shortcut', { callback_id: 'new_problem' });
  await until('the modal', async () => (await home.sees('ann')).views === 1);
  await home.ann('fills', { field: 'title', answer: 'kept' });
  await home.ann('submits');
  const updated = (await home.sees('ann')).view;
  assert.equal(updated.callback_id, 'two');
  assert.equal(updated.state.values.title.title.value, 'kept', 'the same block_id and action_id keep what was typed');
  await home.ann('submits');
  const pushed = await home.sees('ann');
  assert.equal(pushed.views, 2);
  assert.equal(pushed.view.previous_view_id, updated.id);
  await home.ann('fills', { field: 'title', answer: 'x' });
  await home.ann('submits');
  assert.equal((await home.sees('ann')).views, 0);
});

test('buttons inside a modal push and update views, and closing tells', async (t) => {
  const home = await house();
  const closed = promised();
  const conflict = promised();
  const buttons = { type: 'actions', block_id: 'b', elements: [button('push'), button('change')] };
  await start(t, home, (app) => {
    app.shortcut('new_problem', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal({ notify_on_close: true, blocks: [buttons], submit: undefined }) });
    });
    app.action('push', async ({ ack, body, client }) => {
      await ack();
      await client.views.push({ trigger_id: body.trigger_id, view: modal({ callback_id: 'pushed', notify_on_close: true }) });
      await client.views.push({ trigger_id: body.trigger_id, view: modal() }).catch((error) => conflict.resolve(error.data.error));
    });
    app.action('change', async ({ ack, body, client }) => {
      await ack();
      await client.views.update({ view_id: body.view.id, hash: body.view.hash, view: modal({ callback_id: 'changed', blocks: [buttons], submit: undefined }) });
    });
    app.view({ callback_id: 'pushed', type: 'view_closed' }, async ({ ack, body }) => {
      await ack();
      closed.resolve(body.is_cleared);
    });
  });
  await home.ann('shortcut', { callback_id: 'new_problem' });
  await until('the modal', async () => (await home.sees('ann')).view);
  await home.ann('presses', { view: 'top', action: 'change' });
  await until('the update', async () => (await home.sees('ann')).view.callback_id === 'changed');
  await home.ann('presses', { view: 'top', action: 'push' });
  await until('the push', async () => (await home.sees('ann')).views === 2);
  assert.equal(await conflict.promise, 'exchanged_trigger_id');
  await home.ann('closes');
  assert.equal(await closed.promise, false);
  assert.equal((await home.sees('ann')).views, 1);
});

test('an external menu asks for its options', async (t) => {
  const home = await house();
  await start(t, home, (app) => {
    app.shortcut('new_problem', async ({ ack, body, client }) => {
      await ack();
      const element = { type: 'external_select', action_id: 'series', min_query_length: 1 };
      await client.views.open({ trigger_id: body.trigger_id, view: modal({ blocks: [{ type: 'input', block_id: 'series', label: { type: 'plain_text', text: 'Series' }, element }] }) });
    });
    app.options('series', async ({ ack, options }) => ack({ options: [{ text: { type: 'plain_text', text: `About ${options.value}` }, value: '7' }] }));
  });
  await home.ann('shortcut', { callback_id: 'new_problem' });
  await until('the modal', async () => (await home.sees('ann')).view);
  const outcome = await home.ann('looks_for', { view: 'top', action: 'series', text: 'tea' });
  assert.equal(outcome.answer.options[0].text.text, 'About tea');
});

test('a message shortcut carries the message and a way to answer', async (t) => {
  const home = await house();
  await start(t, home, (app) => app.shortcut('make_problem', async ({ ack, shortcut, respond }) => {
    await ack();
    await respond({ text: `noted: ${shortcut.message.text}` });
  }));
  const typed = await home.ben('types', { channel: home.help, text: 'my build is red' });
  await home.ann('shortcut', { callback_id: 'make_problem', channel: home.help, ts: typed.ts });
  await until('the private answer', async () => (await home.sees('ann', { channel: home.help })).messages.some((message) => message.text === 'noted: my build is red' && message.only_for));
});

test('a mention, a direct message and a reply are heard', async (t) => {
  const home = await house();
  const heard = [];
  await start(t, home, (app) => {
    app.event('app_mention', async ({ event, say }) => {
      heard.push(`mention ${event.text.includes(home.bot_user)}`);
      await say({ text: 'yes?', thread_ts: event.ts });
    });
    app.message(async ({ message }) => heard.push(`${message.channel_type} ${message.thread_ts ? 'reply' : 'top'} ${message.text}`));
  });
  const typed = await home.ann('types', { channel: home.help, text: 'hey @copbot' });
  await home.ann('types_to_app', { text: 'psst' });
  await home.ben('types', { channel: home.help, text: 'me too', thread_ts: typed.ts });
  await until('all of them', () => heard.length >= 4);
  assert.ok(heard.includes('mention true'));
  assert.ok(heard.includes('im top psst'));
  assert.ok(heard.includes('channel reply me too'));
  await until('the answer in the thread', async () => (await home.sees('ann', { channel: home.help, thread_ts: typed.ts })).messages.some((message) => message.text === 'yes?'));
  assert.ok(!heard.some((line) => line.endsWith('yes?')), 'Bolt leaves its own messages out');
});

test('edits, deletions, joining, leaving, reactions and deactivation are told', async (t) => {
  const home = await house();
  const heard = new Set();
  await start(t, home, (app) => {
    app.message(async ({ message }) => heard.add(message.subtype ?? 'message'));
    for (const name of ['member_joined_channel', 'member_left_channel', 'reaction_added', 'user_change', 'channel_archive', 'app_home_opened', 'tokens_revoked', 'app_uninstalled']) {
      app.event(name, async ({ event }) => heard.add(event.type));
    }
  });
  const typed = await home.ann('types', { channel: home.help, text: 'one' });
  await home.ann('edits', { channel: home.help, ts: typed.ts, text: 'two' });
  await home.ben('reacts', { channel: home.help, ts: typed.ts, emoji: 'eyes' });
  await home.ann('deletes', { channel: home.help, ts: typed.ts });
  await home.ben('leaves', { channel: home.help });
  await home.ben('joins', { channel: home.help });
  await home.ann('opens_home');
  await home.admin('deactivate', { user: 'ben' });
  await home.admin('archive', { channel: 'help' });
  const wanted = ['message', 'message_changed', 'message_deleted', 'reaction_added', 'member_left_channel', 'member_joined_channel', 'app_home_opened', 'user_change', 'channel_archive'];
  await until(`all of ${wanted}`, () => wanted.every((name) => heard.has(name)));
  await home.admin('uninstall');
});

test('the Home tab is published when opened, and its button works', async (t) => {
  const home = await house();
  const pressed = promised();
  await start(t, home, (app) => {
    app.event('app_home_opened', async ({ event, client }) => client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Hello'), { type: 'actions', elements: [button('go')] }] } }));
    app.action('go', async ({ ack, body }) => {
      await ack();
      pressed.resolve(body);
    });
  });
  await home.ann('opens_home');
  await until('the tab', async () => (await home.sees('ann')).home);
  await home.ann('presses', { view: 'home', action: 'go' });
  const body = await pressed.promise;
  assert.equal(body.view.type, 'home');
  assert.equal(body.response_url, undefined, 'nothing in the Home tab has a response_url');
});

test('an ephemeral message is replaced and deleted through its response_url', async (t) => {
  const home = await house();
  const app = await start(t, home, (bolt) => {
    bolt.action('more', async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: 'more', blocks: [{ type: 'actions', elements: [button('away')] }] });
    });
    bolt.action('away', async ({ ack, respond }) => {
      await ack();
      await respond({ delete_original: true });
    });
  });
  const { message_ts: ts } = await app.client.chat.postEphemeral({ channel: home.help, user: home.users.ann, text: 'x', blocks: [{ type: 'actions', elements: [button('more')] }] });
  await home.ann('presses', { channel: home.help, ts, action: 'more' });
  await until('the replacement', async () => (await home.sees('ann', { channel: home.help })).messages[0]?.text === 'more');
  await home.ann('presses', { channel: home.help, ts, action: 'away' });
  await until('the deletion', async () => (await home.sees('ann', { channel: home.help })).messages.length === 0);
});

test('a response_url is good for five uses and thirty minutes', async (t) => {
  const home = await house();
  const urls = [];
  await start(t, home, (app) => app.command('/cop', async ({ ack, body }) => {
    await ack();
    urls.push(body.response_url);
  }));
  await home.ann('uses', { command: '/cop', channel: home.help });
  await home.ann('uses', { command: '/cop', channel: home.help });
  await until('both urls', () => urls.length === 2);
  const say = (url) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: 'x' }) }).then((response) => response.status);
  const statuses = [];
  for (let i = 0; i < 6; i++) statuses.push(await say(urls[0]));
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 404]);
  await control('clock', { seconds: 1801 });
  assert.equal(await say(urls[1]), 404);
});

test('a trigger_id is good once, for three seconds, and for a view that is right', async (t) => {
  const home = await house();
  const triggers = [];
  const app = await start(t, home, (bolt) => bolt.command('/cop', async ({ ack, body }) => {
    await ack();
    triggers.push(body.trigger_id);
  }));
  const refusal = (view, trigger_id) => app.client.views.open({ trigger_id, view }).then(() => 'ok', (error) => error.data.error);
  await home.ann('uses', { command: '/cop', channel: home.help });
  await until('a trigger', () => triggers.length === 1);
  assert.equal(await refusal(modal(), triggers[0]), 'ok');
  assert.equal(await refusal(modal(), triggers[0]), 'exchanged_trigger_id');
  await home.ann('closes');
  await home.ann('uses', { command: '/cop', channel: home.help });
  await until('another', () => triggers.length === 2);
  await control('clock', { seconds: 4 });
  assert.equal(await refusal(modal(), triggers[1]), 'expired_trigger_id');
  assert.equal(await refusal(modal(), 'nonsense'), 'invalid_trigger_id');
  await home.ann('uses', { command: '/cop', channel: home.help });
  await until('a third', () => triggers.length === 3);
  assert.equal(await refusal(modal({ title: { type: 'plain_text', text: 'x'.repeat(25) } }), triggers[2]), 'invalid_arguments');
});

test('Bolt reported nothing unhandled and broke no rule of the wire', async () => {
  assert.deepEqual(errors.map(String), []);
  assert.deepEqual((await control('violations')).violations, []);
});
