# syntax=docker/dockerfile:1

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Node 24 comes with the image; the npm package that brings it is for development only.
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM node:24-slim
ARG REVISION=unknown
LABEL org.opencontainers.image.title="sla-bridge" \
  org.opencontainers.image.description="SLA clocks, escalations and metrics for ServiceNow CSM tickets" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY config ./config
COPY docs/runbooks ./docs/runbooks
COPY src ./src
# Only for `simulator --webhook-by-app`, which runs these scripts.
COPY servicenow-app/src ./servicenow-app/src
RUN mkdir /data && chown node:node /data

# All that is ever written lies in /data: the root file system may be read-only.
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=3000 \
  DATA_DIR=/data \
  REVISION=${REVISION}
VOLUME /data
EXPOSE 3000
USER node
# Liveness, not readiness: it asks for nothing but an answer.
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# SIGTERM drains for at most 20 seconds; give it more than that before it is killed.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "bin/sla-bridge.js"]
CMD ["serve"]
