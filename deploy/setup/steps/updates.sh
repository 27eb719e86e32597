# shellcheck shell=bash
# Security updates of the distribution, by themselves. Never a reboot: that would end calls, so it is the operator's to time.

set_up_updates() {
  ensure_packages unattended-upgrades
  ensure_file /etc/apt/apt.conf.d/20auto-upgrades 0644 'APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";'
  ensure_file /etc/apt/apt.conf.d/60videocall-upgrades 0644 'Unattended-Upgrade::Automatic-Reboot "false";'
  ensure_running apt-daily-upgrade.timer
}
