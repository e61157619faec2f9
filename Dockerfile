# The image of docker-compose.yml. It is set up by the same ./run that sets up a machine of one's own.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
ENV SALESORG_HOME=/srv/salesorg
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.cache --mount=type=cache,target=/root/.npm ./run build \
    && rm -rf node_modules /srv/salesorg/logs /srv/salesorg/run

FROM python:${PYTHON}-slim
RUN useradd --system --uid 10001 --home-dir /srv/salesorg salesorg
WORKDIR /app
COPY --from=build /app /app
COPY --from=build --chown=salesorg:salesorg /srv/salesorg /srv/salesorg
# A fresh volume takes over the owner of the folder that it is laid upon.
RUN install -d -o salesorg -g salesorg /srv/salesorg/media
ENV SALESORG_HOME=/srv/salesorg BIND=0.0.0.0 PORT=8000 PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER salesorg
EXPOSE 8000
ENTRYPOINT ["/app/run"]
CMD ["web"]
