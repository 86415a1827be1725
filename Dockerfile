# The command line of Huibi, without root and without a compiler.
FROM python:3.11.13-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/huibi
COPY requirements.lock ./
RUN /opt/huibi/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY graph graph
COPY loaders loaders
COPY api api
COPY viz viz
RUN /opt/huibi/bin/pip install --no-cache-dir --no-build-isolation --no-deps .

FROM python:3.11.13-slim-bookworm
RUN groupadd --gid 10001 huibi \
 && useradd --uid 10001 --gid huibi --create-home --shell /usr/sbin/nologin huibi \
 && install --directory --owner huibi --group huibi --mode 0700 /ledger /home/huibi/.cache
COPY --from=build /opt/huibi /opt/huibi
ENV PATH=/opt/huibi/bin:$PATH LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 HUIBI_LEDGER=/ledger/huibi.db
USER 10001:10001
WORKDIR /ledger
VOLUME ["/ledger", "/home/huibi/.cache"]
ENTRYPOINT ["huibi"]
CMD ["--help"]
