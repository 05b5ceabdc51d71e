# The command as one file that needs no Node, in an image with nothing else of ours.
#   docker build -t waybill .
#   docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" waybill validate shop.yaml
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm run -s build:executable -- /out/waybill

FROM debian:12.12-slim
COPY --from=build /out/waybill /usr/local/bin/waybill
# Plans and their state: mounted, and owned by whoever runs the container.
WORKDIR /work
USER 10001:10001
ENTRYPOINT ["/usr/local/bin/waybill"]
CMD ["--help"]
