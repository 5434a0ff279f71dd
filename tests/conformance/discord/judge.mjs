// Judges the emulated Discord with discord.js: what a widely used client can do with the real one, it has to be able to do here.
import assert from 'node:assert/strict';
import {
  ActionRowBuilder, ApplicationCommandOptionType, ApplicationCommandType, ButtonBuilder, ButtonStyle, ChannelType, Client, ContainerBuilder, Events, GatewayIntentBits,
  GuildScheduledEventEntityType, GuildScheduledEventPrivacyLevel, LabelBuilder, MessageFlags, ModalBuilder, Partials, SectionBuilder, SeparatorBuilder, StringSelectMenuBuilder, TextDisplayBuilder,
  TextInputBuilder, TextInputStyle, ThreadAutoArchiveDuration, UserSelectMenuBuilder,
} from 'discord.js';
import { control, until } from './control.mjs';
import { Judge, loadSpec } from './schema.mjs';
import { finish, step } from './steps.mjs';

const about = await control('about');
// VIEW_CHANNEL, SEND_MESSAGES, MANAGE_MESSAGES, EMBED_LINKS, ATTACH_FILES, READ_MESSAGE_HISTORY, MANAGE_THREADS, CREATE_PUBLIC_THREADS, SEND_MESSAGES_IN_THREADS, ADD_REACTIONS, MANAGE_EVENTS, CREATE_EVENTS, PIN_MESSAGES
const bits = [10, 11, 13, 14, 15, 16, 34, 35, 38, 6, 33, 44, 51].reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
const guildId = (await control('guild', { name: 'Quality circle', bot_permissions: String(bits) })).id;
const general = (await control('channel', { guild: guildId, name: 'general' })).id;
const forum = await control('channel', { guild: guildId, name: 'problems', type: 15, tags: ['open', 'solved'] });
const hidden = (await control('channel', { guild: guildId, name: 'secret' })).id;
await control('overwrite', { channel: hidden, guild: guildId, id: guildId, deny: String(1 << 10) });
const maya = (await control('person', { name: 'maya', guilds: [guildId] })).id;
const tom = (await control('person', { name: 'tom', guilds: [guildId] })).id;
const stranger = (await control('person', { name: 'stranger' })).id;

const client = new Client({
  intents: [
    GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages, GatewayIntentBits.GuildMessageReactions, GatewayIntentBits.GuildScheduledEvents,
  ],
  partials: [Partials.Channel, Partials.Message, Partials.Reaction],
  rest: { api: about.api, offset: 50 },
});
const debug = [];
client.on(Events.Debug, (line) => debug.push(line));
client.on(Events.Error, (error) => debug.push(`error ${error}`));

/** The next interaction goes to this handler; its promise carries what the handler threw. */
function onNext(handler) {
  return new Promise((done, fail) => {
    client.once(Events.InteractionCreate, async (interaction) => {
      try {
        done(await handler(interaction));
      } catch (error) {
        fail(error);
      }
    });
  });
}

/** Lets a person act while the bot answers with the handler. */
async function exchange(handler, verb, body) {
  const handled = onNext(handler);
  const [outcome] = await Promise.all([control(verb, { wait: 'shown', ...body }), handled]);
  return outcome;
}

/** The first of an event that is meant: what an earlier step caused may come later than the answers that it waited for. */
function next(event, isMeant) {
  return new Promise((done) => {
    const look = (...given) => {
      if (!isMeant(...given)) return;
      client.off(event, look);
      done(given[0]);
    };
    client.on(event, look);
  });
}

/** Says something and waits until it is heard, so that everything before it has come too. */
async function calm() {
  const heard = next(Events.MessageCreate, (message) => message.content.endsWith('quiet'));
  await control('mention', { person: tom, channel: general, text: 'quiet' });
  await heard;
}

const refusedWith = async (code, run) => {
  try {
    await run();
  } catch (error) {
    assert.equal(error.code, code, `${error}`);
    return error;
  }
  throw new assert.AssertionError({ message: `expected code ${code}` });
};

const seen = async (person, channel) => (await control('sees', { person, channel })).messages;
const sockets = () => control('sockets');

await step('logs in, with guild, channels and no name of a hidden channel', async () => {
  const ready = new Promise((done) => client.once(Events.ClientReady, done));
  await client.login(about.token);
  await ready;
  const guild = client.guilds.cache.get(guildId);
  assert.equal(guild.name, 'Quality circle');
  assert.equal(guild.channels.cache.get(general).type, ChannelType.GuildText);
  assert.deepEqual(guild.channels.cache.get(forum.id).availableTags.map((tag) => tag.name), ['open', 'solved']);
  assert.notEqual(guild.channels.cache.get(hidden)?.name, 'secret');
  await refusedWith(50001, () => client.rest.get(`/channels/${hidden}`));
});

const guild = client.guilds.cache.get(guildId);
const channel = guild.channels.cache.get(general);

await step('registers commands in bulk and keeps their ids', async () => {
  const commands = [
    {
      name: 'cop', description: 'Community of practice', options: [
        {
          type: ApplicationCommandOptionType.Subcommand, name: 'ask', description: 'Ask a problem', options: [
            { type: ApplicationCommandOptionType.String, name: 'title', description: 'In one line', required: true, maxLength: 100 },
            { type: ApplicationCommandOptionType.User, name: 'with', description: 'Together with' },
            { type: ApplicationCommandOptionType.Integer, name: 'days', description: 'How long', minValue: 1, maxValue: 30 },
          ],
        },
        {
          type: ApplicationCommandOptionType.Subcommand, name: 'find', description: 'Find a problem', options: [
            { type: ApplicationCommandOptionType.String, name: 'words', description: 'Words', autocomplete: true },
          ],
        },
      ],
    },
    { name: 'Make this a problem', type: ApplicationCommandType.Message },
    { name: 'Thank', type: ApplicationCommandType.User },
  ];
  const first = await guild.commands.set(commands);
  const second = await guild.commands.set(commands);
  assert.equal(second.size, 3);
  assert.deepEqual([...second.keys()].sort(), [...first.keys()].sort());
  assert.equal((await guild.commands.fetch()).size, 3);
  await refusedWith(50035, () => guild.commands.create({ name: 'Not Lower', description: 'x' }));
  const extra = await guild.commands.create({ name: 'extra', description: 'x' });
  await extra.edit({ description: 'y' });
  await extra.delete();
});

await step('answers a slash command privately', async () => {
  const outcome = await exchange(async (interaction) => {
    assert.equal(interaction.options.getSubcommand(), 'ask');
    assert.equal(interaction.options.getString('title'), 'Why does it rain?');
    assert.equal(interaction.options.getUser('with').username, 'tom');
    assert.equal(interaction.options.getMember('with').id, tom);
    assert.equal(interaction.inGuild(), true);
    assert.ok(interaction.memberPermissions.has('SendMessages'));
    await interaction.reply({ content: 'Noted.', flags: MessageFlags.Ephemeral });
    await assert.rejects(() => client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, { body: { type: 4, data: { content: 'again' } }, auth: false }), { code: 40060 });
  }, 'use', { person: maya, channel: general, command: 'cop ask', options: { title: 'Why does it rain?', with: tom, days: 3 } });
  assert.equal(outcome.message.text, 'Noted.');
  assert.equal(outcome.message.only_for_me, true);
  assert.equal((await seen(maya, general)).length, 1);
  assert.equal((await seen(tom, general)).length, 0);
});

await step('defers, edits, follows up', async () => {
  await exchange(async (interaction) => {
    await interaction.deferReply();
    assert.equal((await interaction.fetchReply()).flags.has(MessageFlags.Loading), true);
    await interaction.editReply('Done.');
    const more = await interaction.followUp({ content: 'And more.', flags: MessageFlags.Ephemeral });
    await more.edit('And much more.').catch(() => interaction.webhook.editMessage(more.id, 'And much more.'));
    const gone = await interaction.followUp('This goes.');
    await interaction.deleteReply(gone);
  }, 'use', { person: maya, channel: general, command: 'cop ask', options: { title: 'x' } });
  await until('the followups to settle', async () => {
    const texts = (await seen(maya, general)).map((m) => m.text);
    return texts.includes('Done.') && texts.includes('And much more.') && !texts.includes('This goes.');
  });
  assert.ok(!(await seen(tom, general)).some((m) => m.text.startsWith('And')));
});

await step('gets the response with the callback', async () => {
  await exchange(async (interaction) => {
    const response = await interaction.reply({ content: 'With a receipt', withResponse: true });
    assert.equal(response.resource.message.content, 'With a receipt');
    assert.equal(response.interaction.responseMessageId, response.resource.message.id);
  }, 'use', { person: maya, channel: general, command: 'cop ask', options: { title: 'x' } });
});

await step('opens a modal with labels and reads what was filled in', async () => {
  const opened = await exchange((interaction) => interaction.showModal(new ModalBuilder().setCustomId('ask').setTitle('Ask').addLabelComponents(
    new LabelBuilder().setLabel('What is it?').setDescription('One line').setTextInputComponent(new TextInputBuilder().setCustomId('title').setStyle(TextInputStyle.Short).setMaxLength(100)),
    new LabelBuilder().setLabel('What kind?').setStringSelectMenuComponent(new StringSelectMenuBuilder().setCustomId('kind').addOptions({ label: 'Question', value: 'q' }, { label: 'Incident', value: 'i' })),
    new LabelBuilder().setLabel('Who?').setUserSelectMenuComponent(new UserSelectMenuBuilder().setCustomId('who').setRequired(false)),
  )), 'use', { person: maya, channel: general, command: 'cop ask', options: { title: 'x' } });
  assert.equal(opened.modal.title, 'Ask');
  assert.equal((await control('modal', { person: maya })).modal.custom_id, 'ask');
  await assert.rejects(() => control('submit', { person: maya, fields: { title: '' } }), /required/);
  const outcome = await exchange(async (interaction) => {
    assert.equal(interaction.isModalSubmit(), true);
    assert.equal(interaction.fields.getTextInputValue('title'), 'Rain');
    assert.deepEqual(interaction.fields.getStringSelectValues('kind'), ['i']);
    assert.equal(interaction.fields.getSelectedUsers('who').first().username, 'tom');
    await assert.rejects(() => client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, { body: { type: 9, data: { custom_id: 'a', title: 'b', components: [] } }, auth: false }), { code: 50035 });
    await interaction.reply('Asked.');
  }, 'submit', { person: maya, fields: { title: 'Rain', kind: 'i', who: tom } });
  assert.equal(outcome.message.text, 'Asked.');
});

await step('suggests while somebody types', async () => {
  const outcome = await exchange(async (interaction) => {
    assert.equal(interaction.isAutocomplete(), true);
    assert.equal(interaction.options.getFocused(), 'ra');
    await interaction.respond([{ name: 'Rain', value: 'rain' }]);
  }, 'type-into', { person: maya, channel: general, command: 'cop find', option: 'words', typed: 'ra' });
  assert.deepEqual(outcome.choices, [{ name: 'Rain', value: 'rain' }]);
});

await step('reads the target of a message command, not other messages', async () => {
  const silent = next(Events.MessageCreate, (message) => message.author.id === tom);
  const said = await control('say', { person: tom, channel: general, text: 'The rain it raineth every day' });
  assert.equal((await silent).content, '');
  assert.equal((await channel.messages.fetch({ message: said.id, force: true })).content, '');
  await exchange(async (interaction) => {
    assert.equal(interaction.isMessageContextMenuCommand(), true);
    assert.equal(interaction.targetMessage.content, 'The rain it raineth every day');
    await interaction.reply({ content: 'Made.', flags: MessageFlags.Ephemeral });
  }, 'menu', { person: maya, channel: general, message: said.id, command: 'Make this a problem' });
  await exchange(async (interaction) => {
    assert.equal(interaction.targetUser.username, 'tom');
    await interaction.reply({ content: 'Thanked.', flags: MessageFlags.Ephemeral });
  }, 'person-menu', { person: maya, channel: general, target: tom, command: 'Thank' });
  const heard = next(Events.MessageCreate, (message) => message.author.id === tom && message.content !== '');
  await control('mention', { person: tom, channel: general, text: 'hello' });
  assert.match((await heard).content, /hello$/);
});

let card;
await step('posts once for one nonce, and rings only whom it may', async () => {
  const row = new ActionRowBuilder().addComponents(
    new ButtonBuilder().setCustomId('offer').setLabel('Offer help').setStyle(ButtonStyle.Primary),
    new ButtonBuilder().setURL('https://example.org').setLabel('Read').setStyle(ButtonStyle.Link),
  );
  const menu = new ActionRowBuilder().addComponents(new StringSelectMenuBuilder().setCustomId('pick').addOptions({ label: 'One', value: '1' }, { label: 'Two', value: '2' }));
  const people = new ActionRowBuilder().addComponents(new UserSelectMenuBuilder().setCustomId('whom'));
  const body = { content: `A card for <@${maya}> and <@${tom}> @everyone`, components: [row, menu, people], nonce: 'card-1', enforceNonce: true, allowedMentions: { users: [maya] } };
  card = await channel.send(body);
  assert.equal((await channel.send(body)).id, card.id);
  assert.equal((await seen(maya, general)).filter((m) => m.content.startsWith('A card')).length, 1);
  assert.deepEqual((await control('rung', { channel: general, message: card.id })).people, ['maya']);
  const plain = await channel.send(`Hello <@${maya}> <@${tom}>`);
  assert.deepEqual((await control('rung', { channel: general, message: plain.id })).people, ['maya', 'tom']);
  await plain.delete();
});

await step('answers buttons and selects in every way', async () => {
  await exchange((interaction) => interaction.update({ content: 'Offered once' }), 'press', { person: tom, channel: general, message: card.id, button: 'Offer help' });
  assert.ok((await seen(maya, general)).some((m) => m.content === 'Offered once' && m.edited));
  await exchange(async (interaction) => {
    await interaction.deferUpdate();
    await interaction.editReply('Offered twice');
  }, 'press', { person: tom, channel: general, message: card.id, button: 'offer' });
  await exchange((interaction) => {
    assert.deepEqual(interaction.values, ['2']);
    assert.equal(interaction.message.id, card.id);
    return interaction.reply({ content: 'Two it is', flags: MessageFlags.Ephemeral });
  }, 'choose', { person: maya, channel: general, message: card.id, select: 'pick', values: ['Two'] });
  await exchange((interaction) => {
    assert.equal(interaction.users.first().username, 'tom');
    return interaction.reply({ content: 'Tom it is', flags: MessageFlags.Ephemeral });
  }, 'choose', { person: maya, channel: general, message: card.id, select: 'whom', values: [tom] });
  const fromButton = await exchange((interaction) => interaction.showModal(new ModalBuilder().setCustomId('why').setTitle('Why').addLabelComponents(
    new LabelBuilder().setLabel('Why?').setTextInputComponent(new TextInputBuilder().setCustomId('why').setStyle(TextInputStyle.Paragraph)))),
  'press', { person: tom, channel: general, message: card.id, button: 'offer' });
  assert.equal(fromButton.modal.custom_id, 'why');
  await exchange((interaction) => {
    assert.equal(interaction.isFromMessage(), true);
    return interaction.update('Offered with a reason');
  }, 'submit', { person: tom, fields: { why: 'because' } });
  assert.ok((await seen(maya, general)).some((m) => m.content === 'Offered with a reason'));
});

await step('is refused when it answers too late', async () => {
  await Promise.all([
    onNext(async (interaction) => {
      await new Promise((done) => setTimeout(done, 3_200));
      await refusedWith(10062, () => interaction.reply('Too late'));
    }),
    control('press', { person: tom, channel: general, message: card.id, button: 'offer' }),
  ]);
});

await step('sends components of the second version and files', async () => {
  const v2 = await channel.send({
    flags: MessageFlags.IsComponentsV2,
    components: [
      new ContainerBuilder().setAccentColor(0x336699).addTextDisplayComponents(new TextDisplayBuilder().setContent('# Rain'))
        .addSeparatorComponents(new SeparatorBuilder())
        .addSectionComponents(new SectionBuilder().addTextDisplayComponents(new TextDisplayBuilder().setContent('Every day')).setButtonAccessory(new ButtonBuilder().setCustomId('more').setLabel('More').setStyle(ButtonStyle.Secondary))),
    ],
  });
  assert.ok(v2.flags.has(MessageFlags.IsComponentsV2));
  await refusedWith(50035, () => v2.edit({ content: 'no content here' }));
  await exchange((interaction) => interaction.reply({ content: 'More', flags: MessageFlags.Ephemeral }), 'press', { person: maya, channel: general, message: v2.id, button: 'More' });
  const withFile = await channel.send({ content: 'A file', files: [{ attachment: Buffer.from('BEGIN:VCALENDAR'), name: 'event.ics', description: 'An event' }] });
  assert.equal(withFile.attachments.first().name, 'event.ics');
});

await step('edits, reacts, pins, replies, fetches, deletes', async () => {
  const message = await channel.send({ embeds: [{ title: 'A title', description: 'Words', fields: [{ name: 'a', value: 'b' }], footer: { text: 'foot' } }] });
  await message.edit({ content: 'Now with words' });
  // Asked afresh: what the gateway tells of the first words may reach the cache after the edit.
  assert.equal((await channel.messages.fetch({ message: message.id, force: true })).content, 'Now with words');
  await message.react('👍');
  await message.reactions.cache.first().users.remove(client.user.id);
  await message.pin();
  assert.equal((await channel.messages.fetchPins()).items.length, 1);
  await message.unpin();
  const reply = await message.reply('Replied');
  assert.equal(reply.reference.messageId, message.id);
  assert.ok((await channel.messages.fetch({ limit: 5 })).size === 5);
  await reply.delete();
  await message.delete();
  await refusedWith(10008, () => channel.messages.fetch({ message: message.id, force: true }));
  await refusedWith(50006, () => client.rest.post(`/channels/${general}/messages`, { body: {} }));
  await refusedWith(50035, () => channel.send('x'.repeat(2001)));
});

let thread;
await step('keeps threads: one per message, archived, locked, woken', async () => {
  thread = await card.startThread({ name: 'About the card', autoArchiveDuration: ThreadAutoArchiveDuration.OneDay });
  assert.equal(thread.id, card.id);
  await refusedWith(160004, () => client.rest.post(`/channels/${general}/messages/${card.id}/threads`, { body: { name: 'again' } }));
  const inside = await thread.send('First');
  await thread.setArchived(true);
  await refusedWith(50083, () => inside.edit('not now'));
  await thread.setArchived(false);
  await inside.edit('now');
  await thread.setArchived(true);
  await thread.send('Wakes it');
  assert.equal((await thread.fetch()).archived, false);
  const locked = next(Events.ThreadUpdate, (_, after) => after.id === thread.id && after.locked);
  await thread.members.add(tom);
  assert.equal((await thread.members.fetch()).has(tom), true);
  await control('say', { person: tom, channel: thread.id, text: 'In the thread' });
  await thread.setLocked(true);
  await locked;
  await thread.setLocked(false);
  const standalone = await channel.threads.create({ name: 'By itself', type: ChannelType.PublicThread });
  assert.equal(standalone.type, ChannelType.PublicThread);
  assert.ok((await channel.threads.fetchActive()).threads.has(standalone.id));
  await standalone.setArchived(true);
  assert.ok((await channel.threads.fetchArchived()).threads.has(standalone.id));
  await standalone.delete();
});

await step('posts in a forum with tags', async () => {
  const [open, solved] = forum.tags;
  const place = guild.channels.cache.get(forum.id);
  const post = await place.threads.create({ name: 'Rain', message: { content: `It rains, <@${tom}>` }, appliedTags: [open.id] });
  assert.deepEqual(post.appliedTags, [open.id]);
  assert.equal((await post.fetchStarterMessage()).id, post.id);
  await post.setAppliedTags([solved.id]);
  await refusedWith(10087, () => post.setAppliedTags(['1']));
  await refusedWith(50008, () => client.rest.post(`/channels/${forum.id}/messages`, { body: { content: 'x' } }));
  const created = next(Events.ThreadCreate, (post) => post.name === 'Snow');
  const theirs = await control('post', { person: maya, channel: forum.id, name: 'Snow', text: 'It snows', tags: ['open'] });
  assert.equal((await created).id, theirs.id);
});

await step('writes direct messages, or is told why not', async () => {
  const user = await client.users.fetch(maya);
  await user.send('Just us');
  assert.equal((await control('dms', { person: maya })).messages.at(-1).text, 'Just us');
  const heard = next(Events.MessageCreate, (message) => message.author.id === maya);
  await control('dm', { person: maya, text: 'Me too' });
  assert.equal((await heard).content, 'Me too');
  await control('close-dms', { person: maya });
  await refusedWith(50007, () => user.send('Hello?'));
  await control('close-dms', { person: maya, closed: false });
  await refusedWith(50278, async () => (await client.users.fetch(stranger)).send('Who are you?'));
});

await step('plans an event', async () => {
  const event = await guild.scheduledEvents.create({
    name: 'Round', scheduledStartTime: Date.now() + 3_600_000, scheduledEndTime: Date.now() + 7_200_000, privacyLevel: GuildScheduledEventPrivacyLevel.GuildOnly,
    entityType: GuildScheduledEventEntityType.External, entityMetadata: { location: 'Somewhere' },
  });
  await event.edit({ name: 'A rounder round' });
  assert.equal((await guild.scheduledEvents.fetch(event.id)).name, 'A rounder round');
  await event.delete();
  await refusedWith(10070, () => client.rest.get(`/guilds/${guildId}/scheduled-events/${event.id}`));
});

await step('finds out who left', async () => {
  const leaver = (await control('person', { name: 'leaver', guilds: [guildId] })).id;
  assert.equal((await guild.members.fetch({ user: leaver, force: true })).user.username, 'leaver');
  await control('leave', { person: leaver, guild: guildId });
  await refusedWith(10007, () => guild.members.fetch({ user: leaver, force: true }));
});

await step('joins and leaves guilds, and tells an outage from a removal', async () => {
  const created = next(Events.GuildCreate, (made) => made.name === 'Second');
  const second = (await control('guild', { name: 'Second' })).id;
  assert.equal((await created).id, second);
  const down = new Promise((done) => client.once(Events.GuildUnavailable, done));
  await control('outage', { guild: second });
  assert.equal((await down).id, second);
  const up = new Promise((done) => client.once(Events.GuildAvailable, done));
  await control('outage-over', { guild: second });
  assert.equal((await up).id, second);
  const removed = new Promise((done) => client.once(Events.GuildDelete, done));
  await control('remove-bot', { guild: second });
  assert.equal((await removed).id, second);
});

await step('waits out a 429 of each scope and tries again after a 502', async () => {
  const timed = async (fault) => {
    await control('rest-fault', { method: 'GET', path: '/messages/{message_id}', ...fault });
    const begun = Date.now();
    await channel.messages.fetch({ message: card.id, force: true });
    return Date.now() - begun;
  };
  assert.ok(await timed({ fault: 'rate-limited', seconds: 0.4 }) >= 400);
  assert.ok(await timed({ fault: 'rate-limited', seconds: 0.3, scope: 'shared' }) >= 300);
  assert.ok(await timed({ fault: 'rate-limited', seconds: 0.3, scope: 'global' }) >= 300);
  assert.ok(await timed({ fault: 'server-error', status: 502 }) < 5_000);
});

await step('keeps to the buckets by the headers alone', async () => {
  const before = (await control('journal', { kind: 'rest' })).lines.filter((line) => line.status === 429).length;
  await Promise.all(Array.from({ length: 7 }, (_, n) => channel.send(`Burst ${n}`)));
  const after = (await control('journal', { kind: 'rest' })).lines.filter((line) => line.status === 429).length;
  assert.equal(after, before);
});

await step('hears an event twice when it is sent twice', async () => {
  await calm();
  let heard = 0;
  const count = (packet) => (packet.t === 'MESSAGE_CREATE' && packet.d.content.endsWith('twice') ? heard++ : 0);
  client.on(Events.Raw, count);
  await control('gateway-faults', { duplicated: 1 });
  await control('mention', { person: tom, channel: general, text: 'twice' });
  await until('the duplicate', () => heard === 2);
  client.off(Events.Raw, count);
});

await step('survives unknown opcodes, unknown events and a large frame', async () => {
  await control('socket', { do: 'unknown-opcode' });
  await control('socket', { do: 'unknown-event' });
  await control('socket', { do: 'unknown-event', bytes: 400_000 });
  await control('socket', { do: 'heartbeat' });
  const heard = next(Events.MessageCreate, (message) => message.content.endsWith('still there?'));
  await control('mention', { person: tom, channel: general, text: 'still there?' });
  await heard;
});

async function resumed(cause) {
  const before = await sockets();
  const missed = next(Events.MessageCreate, (message) => message.content.endsWith('while you were away'));
  await cause();
  await control('mention', { person: tom, channel: general, text: 'while you were away' });
  await missed;
  await until('a resumed session', async () => (await sockets()).ready === 1);
  const after = await sockets();
  assert.ok(after.resumes > before.resumes, 'it should have resumed');
  assert.equal(after.identifies, before.identifies, 'it should not have identified again');
}

await step('resumes after op 7', () => resumed(() => control('socket', { do: 'reconnect' })));
await step('resumes after a killed connection', () => resumed(() => control('socket', { do: 'kill' })));
await step('resumes after a close that allows it', () => resumed(() => control('socket', { do: 'close', code: 4000 })));
await step('resumes after op 9 that allows it', () => resumed(() => control('socket', { do: 'invalidate', resumable: true })));

// discord.js gives the session up here and identifies afresh; the documents leave that open.
await step('recovers when op 7 comes before Hello', async () => {
  const before = await sockets();
  await control('gateway-faults', { opening: 'ReconnectBeforeHello' });
  await control('socket', { do: 'kill' });
  await until('a session', async () => (await sockets()).ready === 1 && (await sockets()).identifies === before.identifies + 1, 30_000);
});

await step('identifies again after op 9 that does not allow to resume', async () => {
  const before = await sockets();
  await control('socket', { do: 'invalidate', resumable: false });
  await until('a new session', async () => (await sockets()).identifies === before.identifies + 1 && (await sockets()).ready === 1, 30_000);
});

await step('leaves a zombie connection and resumes', async () => {
  await control('socket', { do: 'interval', ms: 500 });
  const before = await sockets();
  await control('socket', { do: 'reconnect' });
  await until('the new interval', async () => (await sockets()).resumes > before.resumes);
  await control('gateway-faults', { ignore_heartbeats: true });
  const zombie = await sockets();
  await until('it notices', async () => (await sockets()).resumes > zombie.resumes, 10_000);
  await control('gateway-faults', { ignore_heartbeats: false });
  await until('a healthy session', async () => (await sockets()).ready === 1);
  await control('socket', { do: 'interval', ms: 41_250 });
  await control('socket', { do: 'reconnect' });
  await until('a calm session', async () => (await sockets()).ready === 1);
});

await step('the answers fit the official document', async () => {
  const spec = loadSpec();
  if (!spec) {
    console.log('# skipped: COPBOT_SPECS is not set, so there is no openapi.json to judge with');
    return;
  }
  const judge = new Judge(spec);
  const lines = (await control('journal', { kind: 'rest' })).lines.filter((line) => line.route && line.status !== 0 && line.status < 500 && line.response.body !== undefined);
  const complaints = [...new Set(lines.flatMap((line) => (line.status === 405 ? [] : judge.answer(line))))];
  console.log(`# ${lines.length} answers of ${new Set(lines.map((line) => line.method + line.route)).size} routes judged`);
  assert.ok(lines.length > 100, 'there should be plenty to judge');
  assert.deepEqual(complaints, []);
});

await step('stops for good when the token is revoked', async () => {
  const gone = new Promise((done) => {
    client.once(Events.Invalidated, done);
    client.once(Events.ShardDisconnect, done);
    client.once(Events.Error, done);
    process.once('uncaughtException', done);
    process.once('unhandledRejection', done);
  });
  const before = await sockets();
  await control('revoke-token');
  await gone;
  await assert.rejects(() => channel.send('Anybody?'), (error) => error.status === 401 || /token/i.test(String(error)));
  assert.equal((await sockets()).identifies, before.identifies);
});

await client.destroy();
finish();
