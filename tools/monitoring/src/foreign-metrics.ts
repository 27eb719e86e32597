/** Metrics of programs that are not ours, which rules and dashboards use. What is ours is read from the running services. */
export const FOREIGN_METRICS: readonly string[] = [
  // Prometheus itself
  'up',
  'prometheus_rule_evaluation_failures_total',
  // Alertmanager
  'alertmanager_notifications_failed_total',
  // node-exporter
  'node_cpu_seconds_total',
  'node_disk_read_bytes_total',
  'node_disk_written_bytes_total',
  'node_filesystem_avail_bytes',
  'node_filesystem_free_bytes',
  'node_filesystem_size_bytes',
  'node_load1',
  'node_memory_MemAvailable_bytes',
  'node_memory_MemTotal_bytes',
  'node_netstat_Udp_RcvbufErrors',
  'node_network_receive_bytes_total',
  'node_network_transmit_bytes_total',
  'node_timex_offset_seconds',
  'node_timex_sync_status',
  'node_vmstat_oom_kill',
  // what `deploy/videocall backup` and the tasks of the timers leave in node-exporter's textfile folder
  'videocall_backup_last_success_timestamp_seconds',
  'videocall_task_last_success_timestamp_seconds',
  'videocall_task_success',
  // blackbox-exporter
  'probe_ssl_earliest_cert_expiry',
  'probe_success',
];
