"""Judges the emulated Discord with discord.py, a second client that we did not write (Debian's python3-discord)."""
import asyncio
import os
import sys
import time
import traceback

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

BASE = os.environ.get('COPBOT_DISCORD_CONTROL')
if not BASE:
    print('Set COPBOT_DISCORD_CONTROL to the control address of a running emulator; tests/CopBot.DiscordEmulator.Tests does.')
    sys.exit(64)

results = []


class Control:
    """The emulator's /control endpoints."""

    def __init__(self, session):
        self.session = session

    async def __call__(self, verb, **body):
        async with self.session.post(f'{BASE}/{verb}', json=body) as response:
            answer = await response.json()
            if response.status != 200:
                raise RuntimeError(f'{verb}: {answer["error"]}')
            return answer


async def step(name, run):
    begun = time.monotonic()
    try:
        await asyncio.wait_for(run(), 40)
        results.append(True)
        print(f'ok - {name} ({int((time.monotonic() - begun) * 1000)} ms)', flush=True)
    except BaseException:  # noqa: B902 - a judge reports everything
        results.append(False)
        print(f'not ok - {name}: {traceback.format_exc()}', flush=True)


async def until(what, is_so, seconds=15):
    end = time.monotonic() + seconds
    while not await is_so():
        if time.monotonic() > end:
            raise AssertionError(f'waited {seconds} s in vain: {what}')
        await asyncio.sleep(0.02)


async def refused(code, run):
    try:
        await run
    except discord.HTTPException as error:
        assert error.code == code, f'expected {code}, got {error}'
        return
    raise AssertionError(f'expected code {code}')


async def main():
    async with aiohttp.ClientSession() as session:
        await judge(Control(session))
    failed = results.count(False)
    print(f'{len(results) - failed} passed, {failed} failed')
    sys.exit(1 if failed else 0)


async def judge(control):
    about = await control('about')
    Route.BASE = about['api'] + '/v10'
    async with control.session.get(Route.BASE + '/gateway') as response:
        assert response.status == 403, 'a request without a proper User-Agent is blocked'
    async with control.session.get(Route.BASE + '/gateway', headers={'User-Agent': 'DiscordBot (https://example.org, 1.0)'}) as response:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL((await response.json())['url'])

    bits = sum(1 << bit for bit in (10, 11, 13, 14, 15, 16, 34, 35, 38, 6, 33, 44, 51))
    guild_id = (await control('guild', name='Quality circle', bot_permissions=str(bits)))['id']
    general = (await control('channel', guild=guild_id, name='general'))['id']
    forum = await control('channel', guild=guild_id, name='problems', type=15, tags=['open', 'solved'])
    maya = (await control('person', name='maya', guilds=[guild_id]))['id']
    tom = (await control('person', name='tom', guilds=[guild_id]))['id']
    await control('socket', do='interval', ms=500)

    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = intents.guild_reactions = intents.guild_scheduled_events = True
    # Longer than the 5 s that discord.py waits before it identifies again, during which it reads nothing.
    client = discord.Client(intents=intents, heartbeat_timeout=7.0, max_messages=1000)
    tree = app_commands.CommandTree(client)
    guild = discord.Object(int(guild_id))
    heard = []

    class Ask(discord.ui.Modal, title='Ask'):
        what = discord.ui.TextInput(label='What is it?', max_length=100)

        async def on_submit(self, interaction):
            await interaction.response.send_message(f'Asked: {self.what.value}', ephemeral=True)

    class Card(discord.ui.View):
        def __init__(self):
            super().__init__(timeout=None)

        @discord.ui.button(label='Offer help', custom_id='offer', style=discord.ButtonStyle.primary)
        async def offer(self, interaction, button):
            await interaction.response.edit_message(content='Offered')

        @discord.ui.button(label='Later', custom_id='later')
        async def later(self, interaction, button):
            await interaction.response.defer()
            await interaction.edit_original_response(content='Offered later')

        @discord.ui.button(label='Why', custom_id='why')
        async def why(self, interaction, button):
            await interaction.response.send_modal(Ask())

        @discord.ui.select(custom_id='pick', options=[discord.SelectOption(label='One', value='1'), discord.SelectOption(label='Two', value='2')])
        async def pick(self, interaction, select):
            await interaction.response.send_message(f'Picked {select.values[0]}', ephemeral=True)

        @discord.ui.select(cls=discord.ui.UserSelect, custom_id='whom')
        async def whom(self, interaction, select):
            await interaction.response.send_message(f'Picked {select.values[0].name}', ephemeral=True)

    @tree.command(name='ask', description='Ask a problem', guild=guild)
    async def ask(interaction, title: str, who: discord.Member = None):
        await interaction.response.send_message(f'Noted: {title} {who.name if who else ""}', ephemeral=True)

    @ask.autocomplete('title')
    async def titles(interaction, current):
        return [app_commands.Choice(name=current + '!', value=current + '!')]

    @tree.command(name='slow', description='Takes its time', guild=guild)
    async def slow(interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content='Done')
        message = await interaction.followup.send('More', ephemeral=True, wait=True)
        await interaction.followup.edit_message(message.id, content='Much more')
        original = await interaction.original_response()
        assert original.content == 'Done'

    @tree.command(name='form', description='Opens a form', guild=guild)
    async def form(interaction):
        await interaction.response.send_modal(Ask())

    @tree.context_menu(name='Make this a problem', guild=guild)
    async def make(interaction, message: discord.Message):
        await interaction.response.send_message(f'Made: {message.content}', ephemeral=True)

    @tree.context_menu(name='Thank', guild=guild)
    async def thank(interaction, member: discord.Member):
        await interaction.response.send_message(f'Thanked {member.name}', ephemeral=True)

    @client.event
    async def on_message(message):
        heard.append(message)

    ready = asyncio.Event()

    @client.event
    async def on_ready():
        ready.set()

    running = asyncio.create_task(client.start(about['token']))

    async def login():
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait([waiting, running], return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        assert client.get_guild(int(guild_id)).name == 'Quality circle'

    await step('logs in over zlib-stream', login)
    channel = client.get_channel(int(general))

    async def commands():
        assert len(await tree.sync(guild=guild)) == 5
        assert len(await tree.fetch_commands(guild=guild)) == 5

    await step('registers commands', commands)

    async def use(verb='use', **body):
        return await control(verb, wait='shown', person=maya, **body)

    async def slash():
        outcome = await use(channel=general, command='ask', options={'title': 'Rain', 'who': tom})
        assert outcome['message']['text'] == 'Noted: Rain tom', outcome
        assert outcome['message']['only_for_me']
        await use(channel=general, command='slow')

        async def settled():
            texts = [m['text'] for m in (await control('sees', person=maya, channel=general))['messages']]
            return 'Done' in texts and 'Much more' in texts
        await until('the slow answer', settled)

    await step('answers slash commands, deferred ones too', slash)

    async def suggestions():
        outcome = await use('type-into', channel=general, command='ask', option='title', typed='ra')
        assert outcome['choices'][0]['value'] == 'ra!', outcome

    await step('suggests', suggestions)

    async def modals():
        await use(channel=general, command='form')
        outcome = await use('submit', fields={(await control('modal', person=maya))['modal']['components'][0]['components'][0]['custom_id']: 'Rain'})
        assert outcome['message']['text'] == 'Asked: Rain', outcome

    await step('opens a modal of the older kind', modals)

    async def menus():
        said = await control('say', person=tom, channel=general, text='It raineth')
        outcome = await use('menu', channel=general, message=said['id'], command='Make this a problem')
        assert outcome['message']['text'] == 'Made: It raineth', outcome
        outcome = await use('person-menu', channel=general, target=tom, command='Thank')
        assert outcome['message']['text'] == 'Thanked tom', outcome

    await step('answers context menus', menus)

    card = None

    async def components():
        nonlocal card
        card = await channel.send('A card', view=Card())
        await use('press', channel=general, message=str(card.id), button='Offer help')
        await use('press', channel=general, message=str(card.id), button='later')
        outcome = await use('choose', channel=general, message=str(card.id), select='pick', values=['2'])
        assert outcome['message']['text'] == 'Picked 2', outcome
        outcome = await use('choose', channel=general, message=str(card.id), select='whom', values=[tom])
        assert outcome['message']['text'] == 'Picked tom', outcome
        await use('press', channel=general, message=str(card.id), button='Why')
        modal = (await control('modal', person=maya))['modal']
        await use('submit', fields={modal['components'][0]['components'][0]['custom_id']: 'because'})
        assert (await channel.fetch_message(card.id)).content == 'Offered later'

    await step('answers buttons and selects', components)

    async def posts():
        one = await channel.send('Hello', embed=discord.Embed(title='A title', description='Words'), allowed_mentions=discord.AllowedMentions.none())
        await one.edit(content='Hello again')
        await one.add_reaction('👍')
        assert (await channel.fetch_message(one.id)).reactions[0].count == 1
        reply = await one.reply('Yes', file=discord.File(__import__('io').BytesIO(b'text'), 'notes.txt'))
        assert reply.attachments[0].filename == 'notes.txt'
        assert [m async for m in channel.history(limit=2)][0].id == reply.id
        await reply.delete()
        await refused(10008, channel.fetch_message(reply.id))
        await refused(50006, channel.send(''))
        await refused(50035, channel.send('x' * 2001))
        rung = await channel.send(f'<@{maya}> <@{tom}>', allowed_mentions=discord.AllowedMentions(users=[discord.Object(int(tom))]))
        assert (await control('rung', channel=general, message=str(rung.id)))['people'] == ['tom']

    await step('posts, edits, reacts, replies, deletes', posts)

    async def threads():
        thread = await card.create_thread(name='About it', auto_archive_duration=1440)
        assert thread.id == card.id
        inside = await thread.send('First')
        await thread.edit(archived=True)
        await refused(50083, inside.edit(content='no'))
        await thread.send('Wakes')
        await thread.edit(locked=True, archived=True)
        await thread.edit(archived=False, locked=False)
        place = client.get_channel(int(forum['id']))
        post = (await place.create_thread(name='Rain', content='It rains', applied_tags=[place.available_tags[0]])).thread
        assert post.applied_tags[0].name == 'open'
        await post.edit(applied_tags=[place.available_tags[1]])

    await step('keeps threads and forum posts', threads)

    async def direct():
        user = await client.fetch_user(int(maya))
        await user.send('Just us')
        assert (await control('dms', person=maya))['messages'][-1]['text'] == 'Just us'
        await control('close-dms', person=maya)
        await refused(50007, user.send('Hello?'))

    await step('writes direct messages', direct)

    async def twice():
        def count(words):
            return sum(message.content.endswith(words) for message in heard)

        # Once this is heard, everything that the steps before caused has come, and the next event is the one to double.
        await control('mention', person=tom, channel=general, text='quiet')

        async def calm():
            return count('quiet') == 1
        await until('what came before', calm)
        await control('gateway-faults', duplicated=1)
        await control('mention', person=tom, channel=general, text='twice')

        async def both():
            return count('twice') == 2
        await until('the duplicate', both)

    await step('hears duplicates', twice)

    async def trouble():
        await control('rest-fault', fault='rate-limited', seconds=0.4, method='GET', path='/messages/{message_id}')
        begun = time.monotonic()
        await channel.fetch_message(card.id)
        assert time.monotonic() - begun >= 0.4
        await control('rest-fault', fault='rate-limited', scope='global', seconds=0.3, method='GET', path='/messages/{message_id}')
        await channel.fetch_message(card.id)
        await control('rest-fault', fault='server-error', status=502, method='GET', path='/messages/{message_id}')
        await channel.fetch_message(card.id)

    await step('waits out a 429, tries again after a 502', trouble)

    async def resumed(cause, seconds=15):
        before = await control('sockets')
        count = len(heard)
        await cause
        await control('mention', person=tom, channel=general, text='meanwhile')

        async def back():
            now = await control('sockets')
            return now['resumes'] > before['resumes'] and now['ready'] == 1 and len(heard) > count
        await until('a resumed session', back, seconds)
        assert (await control('sockets'))['identifies'] == before['identifies']

    await step('resumes after op 7', lambda: resumed(control('socket', do='reconnect')))
    await step('resumes after a killed connection', lambda: resumed(control('socket', do='kill')))
    await step('resumes after a close that allows it', lambda: resumed(control('socket', do='close', code=4000)))
    await step('resumes after op 9 that allows it', lambda: resumed(control('socket', do='invalidate', resumable=True)))
    await step('leaves a half-open connection and resumes', lambda: resumed(control('socket', do='freeze'), 30))

    async def anew():
        before = await control('sockets')
        await control('socket', do='invalidate', resumable=False)

        async def identified():
            now = await control('sockets')
            return now['identifies'] > before['identifies'] and now['ready'] == 1
        await until('a new session', identified, 30)

    await step('identifies again after op 9 that does not', anew)

    async def fatal():
        await control('revoke-token')
        await asyncio.wait([running], timeout=20)
        assert running.done(), 'it should have stopped'
        assert running.exception() is not None

    await step('stops for good when the token is revoked', fatal)
    await client.close()


asyncio.run(main())
