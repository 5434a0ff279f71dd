import assert from 'node:assert/strict';
import { test } from 'node:test';
import { control, house, journal, start, until } from '../lib/emulator.js';

// Bolt waits five seconds before it opens a new socket, so these run side by side, each with an app of its own.
test('sockets end in every way and Bolt comes back', { concurrency: true }, async (t) => {
  const heard = async (context, how, body) => {
    const home = await house();
    const said = [];
    await start(context, home, (app) => app.message(async ({ message }) => said.push(message.text)));
    await home.ann('types', { channel: home.help, text: 'before' });
    await until('the first message', () => said.includes('before'));
    const before = (await home.socket('count')).sockets;
    await home.socket(how, body);
    await until('a new socket', async () => (await home.socket('count')).sockets.some((name) => !before.includes(name)), 25000);
    await home.ann('types', { channel: home.help, text: 'after' });
    await until('the message after', () => said.includes('after'));
    assert.equal(said.filter((text) => text === 'before').length, 1);
  };

  await Promise.all([
    t.test('warning', (context) => heard(context, 'disconnect', { reason: 'warning' })),
    t.test('refresh_requested', (context) => heard(context, 'disconnect', { reason: 'refresh_requested' })),
    t.test('a reason nobody knows', (context) => heard(context, 'disconnect', { reason: 'moon_phase' })),
    t.test('a close frame', (context) => heard(context, 'close', { code: 1001 })),
    t.test('a cut connection', (context) => heard(context, 'kill')),
    t.test('a half-open connection, noticed by unanswered pings', (context) => heard(context, 'deaf')),
    t.test('link_disabled, until Socket Mode is on again', async (context) => {
      const home = await house();
      await start(context, home);
      await home.admin('disable_socket_mode');
      await until('the end of the socket', async () => (await home.socket('count')).sockets.length === 0);
      await home.admin('enable_socket_mode');
      await until('a new socket', async () => (await home.socket('count')).sockets.length === 1, 25000);
    }),
    t.test('malformed and unknown frames are survived', async (context) => {
      const home = await house();
      const said = [];
      await start(context, home, (app) => app.message(async ({ message }) => said.push(message.text)));
      await home.socket('send', { text: '{"type":' });
      await home.socket('send', { text: JSON.stringify({ type: 'weather', envelope_id: 'x' }) });
      await home.ann('types', { channel: home.help, text: 'still here' });
      await until('the message', () => said.includes('still here'));
    }),
  ]);
});

test('a duplicate delivery arrives twice, on two sockets, with one event_id', async (t) => {
  const home = await house();
  const ids = [];
  const listen = (app) => app.event('app_mention', async ({ body }) => ids.push(body.event_id));
  await start(t, home, listen);
  await start(t, home, listen);
  await control('faults', { duplicate_envelopes: 2 });
  await home.ann('types', { channel: home.help, text: '@copbot twice' });
  await until('both deliveries', () => ids.length === 2);
  assert.equal(ids[0], ids[1]);
  const frames = (await journal()).filter((line) => line.kind === 'frame_out' && line.frame.payload?.event_id === ids[0]);
  assert.equal(new Set(frames.map((line) => line.socket)).size, 2);
  await control('faults/clear');
});

test('events held back arrive out of order', async (t) => {
  const home = await house();
  const said = [];
  await start(t, home, (app) => app.message(async ({ message }) => said.push(message.text)));
  await home.socket('hold');
  for (const text of ['one', 'two', 'three']) await home.ann('types', { channel: home.help, text });
  await home.socket('release_reversed');
  await until('all three', () => said.length === 3);
  assert.deepEqual(said, ['three', 'two', 'one']);
});

test('an event that is not acknowledged comes again, at once, after a minute and after five', async (t) => {
  const home = await house();
  const attempts = [];
  const app = await start(t, home);
  app.receiver.client.removeAllListeners('slack_event');
  app.receiver.client.on('slack_event', ({ retry_num: attempt, retry_reason: reason }) => attempts.push([attempt, reason]));
  await home.ann('types', { channel: home.help, text: 'anyone?' });
  await until('the first', () => attempts.length === 1);
  await control('clock', { seconds: 4 });
  await until('the second', () => attempts.length === 2);
  await control('clock', { seconds: 4 });
  await control('clock', { seconds: 60 });
  await until('the third', () => attempts.length === 3);
  await control('clock', { seconds: 4 });
  await control('clock', { seconds: 300 });
  await until('the fourth', () => attempts.length === 4);
  await control('clock', { seconds: 4 });
  assert.deepEqual(attempts, [[0, ''], [1, 'timeout'], [2, 'timeout'], [3, 'timeout']]);
});

test('ten sockets are allowed and the eleventh is told so', async (t) => {
  const home = await house();
  const open = async () => {
    const response = await fetch(new URL('apps.connections.open', home.api_url), { method: 'POST', headers: { authorization: `Bearer ${home.app_token}` } });
    const { WebSocket } = await import('undici');
    const socket = new WebSocket((await response.json()).url);
    t.after(() => socket.close());
    return new Promise((settle) => socket.addEventListener('message', (event) => settle(JSON.parse(event.data)), { once: true }));
  };
  for (let i = 1; i <= 10; i++) assert.equal((await open()).num_connections, i);
  assert.equal((await open()).reason, 'too_many_websockets');
});

test('a socket address works once', async () => {
  const home = await house();
  const response = await fetch(new URL('apps.connections.open', home.api_url), { method: 'POST', headers: { authorization: `Bearer ${home.app_token}` } });
  const { url } = await response.json();
  const { WebSocket } = await import('undici');
  const connect = () => new Promise((settle) => {
    const socket = new WebSocket(url);
    socket.addEventListener('message', () => { socket.close(); settle('hello'); });
    socket.addEventListener('error', () => settle('refused'));
  });
  assert.equal(await connect(), 'hello');
  assert.equal(await connect(), 'refused');
});

test('a socket address that is dead is followed by another', async (t) => {
  const home = await house();
  await control('faults', { dead_socket_urls: 1 });
  const begun = Date.now();
  await start(t, home);
  assert.ok(Date.now() - begun > 1000, 'the first address was dead');
  assert.equal((await home.socket('count')).sockets.length, 1);
});

test('a 429 on the way to a socket is waited out', async (t) => {
  const home = await house();
  await home.faults({ method: 'apps.connections.open', kind: 'rate_limited', retry_after: 1 });
  await start(t, home);
  assert.equal((await home.socket('count')).sockets.length, 1);
});

test('Bolt broke no rule of the wire but those that the faults made it break', async () => {
  const { violations } = await control('violations');
  assert.deepEqual(violations.filter((what) => !what.includes('x was never sent')), []);
});
