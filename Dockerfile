# keii in a container: `docker build -t keii .`, then `docker run --rm -v "$PWD:/data" keii read news/`.
# Everything is installed by hash, as requirements.lock says; docs/install.md explains how to use it.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY pyproject.toml requirements.lock ./
# The lock is for developers too. uv, itself by hash, names what keii and its build need; awk takes those entries as they
# stand; pip refuses whatever has no hash among them.
RUN awk '/^uv==/, !/\\$/' requirements.lock > uv.lock \
 && pip install --require-hashes -r uv.lock \
 && uv pip compile --quiet --no-header --no-annotate -c requirements.lock \
      --extra export --extra mcp --extra serve pyproject.toml > run.names \
 && python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
      > build.in \
 && uv pip compile --quiet --no-header --no-annotate -c requirements.lock build.in > build.names \
 && for part in run build; do \
      awk 'NR == FNR {split($1, name, "=="); wanted[name[1]]; next} \
           /^[a-z0-9]/ {split($1, name, "=="); kept = name[1] in wanted} kept' $part.names requirements.lock > $part.lock; \
    done \
 && python -m venv /opt/keii \
 && /opt/keii/bin/pip install --require-hashes -r run.lock \
 && pip install --require-hashes -r build.lock
COPY . .
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
 && /opt/keii/bin/pip install --no-deps /wheel/*.whl \
 && /opt/keii/bin/python -m compileall -q /opt/keii

FROM python:${PYTHON}-slim-bookworm
LABEL org.opencontainers.image.title="keii" \
      org.opencontainers.image.description="Reads the news and keeps the record: who did what to whom, and who says so" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/keii /opt/keii
# One OpenBLAS thread is what the parsers are fastest with; keii starts processes of its own (--jobs).
ENV PATH=/opt/keii/bin:$PATH LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 HOME=/data
RUN useradd --uid 1000 --home-dir /data --create-home --shell /usr/sbin/nologin keii
USER 1000
WORKDIR /data
VOLUME ["/data"]
ENTRYPOINT ["keii"]
CMD ["--help"]
