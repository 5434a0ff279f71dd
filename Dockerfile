# syntax=docker/dockerfile:1
# The image of the bot, for amd64 and arm64:
#   docker build -t copbot .
#   docker buildx build --platform linux/amd64,linux/arm64 -t copbot .
# docs/decisions/0016-containers.md says why it is as it is.

# It is built on the machine at hand for the machine that is wanted, so that no compiler has to be emulated.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG TARGETARCH=amd64
WORKDIR /source

# What decides which packages are needed comes first: while that stays the same they are not fetched again.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Directory.Build.targets src/
COPY src/CopBot/CopBot.csproj src/CopBot/packages.lock.json src/CopBot/
COPY src/CopBot.Chat/CopBot.Chat.csproj src/CopBot.Chat/packages.lock.json src/CopBot.Chat/
COPY src/CopBot.Discord/CopBot.Discord.csproj src/CopBot.Discord/packages.lock.json src/CopBot.Discord/
COPY src/CopBot.Host/CopBot.Host.csproj src/CopBot.Host/packages.lock.json src/CopBot.Host/
COPY src/CopBot.Playground/CopBot.Playground.csproj src/CopBot.Playground/packages.lock.json src/CopBot.Playground/
COPY src/CopBot.Slack/CopBot.Slack.csproj src/CopBot.Slack/packages.lock.json src/CopBot.Slack/
RUN dotnet restore src/CopBot.Host --locked-mode --arch $TARGETARCH

COPY src src
RUN dotnet publish src/CopBot.Host --no-restore --configuration Release --arch $TARGETARCH --output /out/app
RUN mkdir -p /out/data

# No shell, no package manager; with the zones and languages that working hours and dates need ("extra").
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="CopBot" \
      org.opencontainers.image.description="The memory and the heartbeat of a community of practice, in Slack and Discord" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"

WORKDIR /app
COPY --from=build /out/app .
# 1654 is the account "app" of the base image. A new volume takes this folder's owner over.
COPY --from=build --chown=1654:1654 /out/data /data
USER 1654:1654

# Reached from outside the container, so that without a token the playground has to be asked for (COPBOT__PLAYGROUND=true).
# The base image's own port is taken back: there is one way to say where it listens.
ENV COPBOT__URLS=http://0.0.0.0:8080 \
    COPBOT__DATAFOLDER=/data \
    ASPNETCORE_HTTP_PORTS=
EXPOSE 8080
VOLUME /data

HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["dotnet", "CopBot.Host.dll", "health"]
ENTRYPOINT ["dotnet", "CopBot.Host.dll"]
