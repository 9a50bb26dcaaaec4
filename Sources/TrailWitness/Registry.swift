// Every program whose lines tell of deaths. A new one is a file, a fixture folder and a line here.

import TrailBytes

extension Speaker {
  /// All of them, in the order in which they are asked.
  static let all: [Speaker] =
    [.podNames] + killers + [
      .systemd, .containerd, .conmon, .docker, .kubelet, .ecs,
      .postgresql, .nginx, .phpFPM, .gunicorn, .uWSGI, .celery, .supervisord, .unicorn, .puma, .passenger, .pm2,
      .mysqldSafe, .redis, .clickHouse, .javaServiceWrapper, .airflow,
      .slurm, .lsf, .pbs, .gridEngine, .htCondor, .spark,
      .gcc, .collect2, .clang, .cargo, .go, .python, .stress, .make, .bash, .fish, .zsh,
      .audit,
    ]

  /// Those that kill.
  static let killers: [Speaker] = [
    .systemdOOMD, .earlyoom, .nohang, .oomd, .lmkd, .yarn, .talos, .kubeletEviction,
  ]
}

/// What wakes the reading of a stream.
public let witnessSentinels: [StaticString] = Speaker.all.filter { $0.name != Speaker.podNames.name }
  .flatMap(\.sentinels)

/// What may name a pod: lines of which a log can have many, and that need none of their neighbours.
public let podNameSentinels: [StaticString] = Speaker.podNames.sentinels
