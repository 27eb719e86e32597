#!/bin/sh
# Prints Alertmanager's configuration, made from the settings of deploy/.env, so that no file or image holds their secrets.
#
# Reads DOMAIN; SMTP_HOST, SMTP_PORT, SMTP_FROM, SMTP_USER, SMTP_PASSWORD with ALERT_EMAIL_TO for email; SLACK_WEBHOOK_URL for
# Slack; HEARTBEAT_URL for the watcher outside. What is empty is left out. Runs in Alertmanager's own image, which has a POSIX
# shell and little more.
set -eu

# quoted VALUE: as a YAML string, whatever is in it
quoted() {
  printf "'%s'" "$(printf '%s' "$1" | sed "s/'/''/g")"
}

mails() { [ -n "${SMTP_HOST:-}" ] && [ -n "${ALERT_EMAIL_TO:-}" ]; }
slacks() { [ -n "${SLACK_WEBHOOK_URL:-}" ]; }
beats() { [ -n "${HEARTBEAT_URL:-}" ]; }

global_section() {
  cat << YAML
global:
  # An alert that Prometheus stops telling of is over by then.
  resolve_timeout: 5m
YAML
  mails || return 0
  cat << YAML
  smtp_smarthost: $(quoted "$SMTP_HOST:${SMTP_PORT:-587}")
  smtp_from: $(quoted "${SMTP_FROM:-videocall@$DOMAIN}")
YAML
  [ -n "${SMTP_USER:-}" ] || return 0
  cat << YAML
  smtp_auth_username: $(quoted "$SMTP_USER")
  smtp_auth_password: $(quoted "${SMTP_PASSWORD:-}")
YAML
}

routes() {
  cat << 'YAML'

route:
  receiver: people
  group_by: [about, service, instance]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 24h
  routes:
    - matchers: ['alertname = "Watchdog"']
      receiver: heartbeat
      group_wait: 0s
      group_interval: 1m
      repeat_interval: 50s
    - matchers: ['severity = "critical"']
      receiver: people
      group_wait: 10s
      group_interval: 1m
      repeat_interval: 1h

inhibit_rules:
  # The worse of two about the same thing is enough.
  - source_matchers: ['severity = "critical"']
    target_matchers: ['severity = "warning"']
    equal: [about, instance]
  # What a service that is down causes is no news.
  - source_matchers: ['alertname = "ServiceDown"']
    target_matchers: ['alertname =~ "DependencyDown|ServiceRestarts|EventLoopSlow|RpcErrors"']
    equal: [service]
  - source_matchers: ['alertname = "ServiceDown"', 'service = "sfu-node"']
    target_matchers: ['alertname = "SfuNodeMissing"']
  - source_matchers: ['alertname = "ServiceDown"', 'service = "api-gateway"']
    target_matchers: ['alertname = "EdgeDown"']
  # The higher of two limits.
  - source_matchers: ['alertname = "CallsAtLimit"']
    target_matchers: ['alertname = "CallsReserved"']

receivers:
YAML
}

people() {
  echo '  - name: people'
  if mails; then
    cat << YAML
    email_configs:
      - to: $(quoted "$ALERT_EMAIL_TO")
        send_resolved: true
        headers:
          subject: $(quoted "[$DOMAIN] {{ template \"videocall.title\" . }}")
        text: '{{ template "videocall.text" . }}'
        html: ''
YAML
  fi
  if slacks; then
    cat << YAML
    slack_configs:
      - api_url: $(quoted "$SLACK_WEBHOOK_URL")
        send_resolved: true
        title: $(quoted "[$DOMAIN] {{ template \"videocall.title\" . }}")
        text: '{{ template "videocall.text" . }}'
YAML
  fi
}

heartbeat() {
  echo '  - name: heartbeat'
  beats || return 0
  cat << YAML
    webhook_configs:
      - url: $(quoted "$HEARTBEAT_URL")
        send_resolved: false
YAML
}

: "${DOMAIN:?is set in deploy/.env}"
mails || slacks || echo 'alerts reach nobody: set SMTP_HOST and ALERT_EMAIL_TO, or SLACK_WEBHOOK_URL, in deploy/.env' >&2
beats || echo 'nobody notices when this machine dies: set HEARTBEAT_URL in deploy/.env' >&2
global_section
routes
people
heartbeat
printf '\ntemplates: [/etc/alertmanager/*.tmpl]\n'
