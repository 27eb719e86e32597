# shellcheck shell=bash
# The account of those who run the server, and the paths by which everything is reached.

readonly ACCOUNT=videocall HOME_LINK=/opt/videocall COMMAND_LINK=/usr/local/bin/videocall

set_up_account() {
  local checkout
  checkout=$(dirname "$DEPLOY_DIR")
  # Services and timers name this path, wherever the checkout is.
  if [[ $checkout != "$HOME_LINK" ]]; then ensure_link "$HOME_LINK" "$checkout"; fi
  ensure_link "$COMMAND_LINK" "$HOME_LINK/deploy/videocall"
  ensure "account $ACCOUNT" 'See: journalctl --lines 20 --grep useradd' account
  # Membership of the group docker would be root by another name. This account may run one command as root, and that is all.
  ensure_file /etc/sudoers.d/videocall 0440 "$ACCOUNT ALL=(root) NOPASSWD: $COMMAND_LINK"
  ensure "$ACCOUNT is entered with the SSH keys of root" \
    "Put a public key into /home/$ACCOUNT/.ssh/authorized_keys yourself." account_keys
}

is_account() { id "$ACCOUNT"; }

make_account() { useradd --create-home --shell /bin/bash "$ACCOUNT"; }

# Only for a start: whoever changes the keys of the account later has decided.
is_account_keys() {
  [[ ! -s /root/.ssh/authorized_keys || -s /home/$ACCOUNT/.ssh/authorized_keys ]]
}

make_account_keys() {
  install --directory --mode 0700 --owner "$ACCOUNT" --group "$ACCOUNT" "/home/$ACCOUNT/.ssh"
  install --mode 0600 --owner "$ACCOUNT" --group "$ACCOUNT" /root/.ssh/authorized_keys "/home/$ACCOUNT/.ssh/authorized_keys"
}
