#!/bin/sh
# Fills the settings of the environment into the configuration and becomes nginx: the gateway image's entrypoint.
# The same names and defaults as `Settings` in render.py.
set -eu
: "${RATE_LIMITS:=on}" "${LOGIN_RATE:=10r/m}" "${HSTS_SECONDS:=0}" "${LOG_FORMAT:=json}"
# nginx asks the name server itself and knows no search list: k8s sets SERVICE_DOMAIN=.<namespace>.svc.cluster.local
: "${SERVICE_DOMAIN:=}" "${RESOLVER:=$(sed -n 's/^nameserver  *//p' /etc/resolv.conf | head -n 1)}"
: "${CONFIGURATION:=/aisle/nginx.conf}" "${RUN:=/tmp/nginx}"

case "$RESOLVER" in  # nginx wants an address of IPv6 in brackets
  \[*) ;;
  *:*:*) RESOLVER="[$RESOLVER]" ;;
esac

trusted=
for network in $(echo "${TRUSTED_PROXIES:-}" | tr ',' ' '); do
  trusted="$trusted set_real_ip_from $network;"
done

mkdir -p "$RUN"
sed -e "s|\${RATE_LIMITS}|$RATE_LIMITS|g" \
    -e "s|\${LOGIN_RATE}|$LOGIN_RATE|g" \
    -e "s|\${HSTS_SECONDS}|$HSTS_SECONDS|g" \
    -e "s|\${LOG_FORMAT}|$LOG_FORMAT|g" \
    -e "s|\${SERVICE_DOMAIN}|$SERVICE_DOMAIN|g" \
    -e "s|\${RESOLVER}|$RESOLVER|g" \
    -e "s|\${TRUSTED_PROXIES}|$trusted|g" \
    "$CONFIGURATION" >"$RUN/nginx.conf"
exec nginx -e stderr -c "$RUN/nginx.conf"
