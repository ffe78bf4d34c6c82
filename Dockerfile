# syntax=docker/dockerfile:1
# One image for all services; the command says which: `node apps/rooms/dist/main.js`. The gateway also has the web page.
ARG NODE_IMAGE=node:24-trixie-slim

# What npm reads, and nothing else: the installations below are done again only when that has changed.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /src
COPY package.json package-lock.json ./
COPY libs libs
COPY apps apps
RUN find apps libs -mindepth 2 -maxdepth 2 ! -name package.json -exec rm -rf {} +

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY --from=manifests /src ./
# Not `ci`: it insists on every workspace that the lock file knows, and the tools are not here.
RUN --mount=type=cache,target=/root/.npm npm install --include=dev --no-audit --no-fund --loglevel=error
COPY tsconfig.base.json ./
COPY libs libs
COPY apps apps
RUN node node_modules/typescript/bin/tsc -b apps/gateway apps/rooms apps/messages apps/analytics apps/router
RUN cd apps/web && NODE_ENV=production node ../../node_modules/vite/bin/vite.js build --logLevel warn
# What is left is what runs: no sources, no specs, no types.
RUN find apps libs -mindepth 2 -maxdepth 2 ! -name dist ! -name package.json -exec rm -rf {} + \
 && find apps libs \( -name '*.spec.js' -o -name '*.d.ts' -o -name '*.map' -o -name '*.tsbuildinfo' \) -delete \
 && find apps libs -type d -path '*/dist/*' -name testing -prune -exec rm -rf {} + \
 && rm -rf libs/testing

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /src
COPY --from=manifests /src ./
# The page is built already: what it alone is made of is not needed any more (image.spec.ts knows what that is).
RUN rm -rf apps/web libs/client libs/react \
 && npm pkg delete dependencies.@msgpack/msgpack dependencies.@tanstack/react-virtual dependencies.mdast-util-from-markdown \
      dependencies.mdast-util-gfm dependencies.micromark-extension-gfm dependencies.react dependencies.react-dom \
      dependencies.uplot
RUN --mount=type=cache,target=/root/.npm \
    npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
# Upstream publishes uWebSockets.js on GitHub only: `--build-arg UWEBSOCKETS=github:uNetworking/uWebSockets.js#v20.60.0`
# takes it from there instead of the npm package.
ARG UWEBSOCKETS=
RUN --mount=type=cache,target=/root/.npm if [ -n "$UWEBSOCKETS" ]; then \
      apt-get update && apt-get install -y --no-install-recommends ca-certificates git \
      && npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error "uWebSockets.js@$UWEBSOCKETS"; \
    fi
# It carries a binary for each platform and each version of Node: 250 MB, of which one file is used.
RUN cd node_modules/uWebSockets.js \
 && binary=$(node -p '`uws_${process.platform}_${process.arch}_${process.versions.modules}.node`') \
 && find . -mindepth 1 -maxdepth 1 ! -name "$binary" ! -name package.json ! -name uws.js ! -name ESM_wrapper.mjs \
      ! -name 'LICENSE*' -exec rm -rf {} + \
 && node -e 'require("uWebSockets.js")'
RUN find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete \
 && find node_modules -type f -name '*.md' ! -iname 'licen[cs]e*' -delete \
 && rm -rf libs/testing node_modules/@noroshi/testing node_modules/.package-lock.json package-lock.json

FROM ${NODE_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="Noroshi" \
      org.opencontainers.image.description="Self-hosted realtime platform: rooms, messages, presence and live dashboards" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
WORKDIR /app
COPY --chmod=755 deploy/image/ready /usr/local/bin/ready
COPY deploy/image/make-secrets.mjs ./
# A new volume takes its owner from the folder that it is mounted on, so that nobody has to be root to write there.
RUN install -d -o 1000 -g 1000 -m 750 /run/secrets/noroshi /run/secrets/objects /volumes/nats /volumes/objects
COPY --from=dependencies /src ./
COPY --from=build /src/libs libs
COPY --from=build /src/apps apps
USER 1000:1000
EXPOSE 8080 9464
CMD ["node", "apps/gateway/dist/main.js"]
