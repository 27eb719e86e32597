# shellcheck shell=bash
# The product itself, for who wants all in one go: its configuration with defaults, and its first deploy.

# set_up_configuration DOMAIN EMAIL: deploy/.env with these two and defaults for the rest; what is set stays.
set_up_configuration() {
  ensure "configuration for $1" 'See: deploy/videocall configure, which asks for each value and explains it.' configuration "$@"
}

is_configuration() { [[ $(configured DOMAIN '') == "$1" && $(configured ADMIN_EMAIL '') == "$2" ]]; }

make_configuration() {
  # Its first run makes the image of the programs, and tells how far it is.
  "$DEPLOY_DIR/videocall" configure --non-interactive --set "DOMAIN=$1" --set "ADMIN_EMAIL=$2" 2>&"$TOLD"
}

set_up_product() {
  ensure 'Videocall is deployed' 'See above, deploy/videocall logs and deploy/videocall health; then run the set-up again.' deployed
}

is_deployed() { [[ -s $STATE_DIR/releases ]]; }

make_deployed() {
  "$DEPLOY_DIR/videocall" deploy 2>&"$TOLD"
}
