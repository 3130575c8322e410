# One image for every role; ROLES says which of them a container plays.
# To pin the base: --build-arg NODE_IMAGE=node:24-bookworm-slim@sha256:…
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /besedka
COPY package.json package-lock.json ./
# The scripts of packages fetch what the image has (Node) or does not use (engines of Prisma).
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# Beside the code there are files that it serves: they stay in src/.
RUN npm run build && rm dist/.tsbuildinfo && find src -name '*.ts' -delete && find src -type d -empty -delete

FROM ${NODE_IMAGE} AS packages
WORKDIR /besedka
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# What no container runs: the embedded PostgreSQL (there is a real one), the Prisma command line and its studio, and the
# sources of GraphiQL, which ruru holds ready-built.
COPY tools/prune-packages.mjs tools/
RUN node tools/prune-packages.mjs

FROM ${NODE_IMAGE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
WORKDIR /besedka
RUN install -d -o 10001 -g 10001 -m 700 /data
COPY --from=packages /besedka/node_modules node_modules
COPY --from=build /besedka/package.json ./
COPY --from=build /besedka/prisma prisma
COPY --from=build /besedka/locales locales
COPY --from=build /besedka/bots bots
COPY --from=build /besedka/training training
COPY --from=build /besedka/tools/healthcheck.mjs tools/
COPY --from=build /besedka/src src
COPY --from=build /besedka/dist dist
USER 10001:10001
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "tools/healthcheck.mjs"]
ENTRYPOINT ["node", "--max-semi-space-size=16", "dist/main.js"]
