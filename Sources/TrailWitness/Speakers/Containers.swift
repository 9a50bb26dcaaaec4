// Container runtimes: containerd, conmon of CRI-O and Podman, dockerd and `docker events`, the ECS agent, the kubelet.

import TrailBytes
import TrailModel

extension Speaker {
  /// `TaskOOM event &TaskOOM{ContainerID:…}`, `TaskExit event … ExitStatus:137`.
  static let containerd = Speaker(
    "containerd",
    sentinels: ["TaskOOM", "ExitStatus:137", "exit_status:137", "StopContainer for", "Kill container "]
  ) { text, _ in
    if let at = text.offset(of: "StopContainer for ") ?? text.offset(of: "Kill container "),
      let id = text.containerID(from: at)
    {
      return .ending(Ward("containerd", name: id), reason: "the container was told to stop")
    }
    if let at = text.offset(of: "TaskOOM") {
      var statement = WitnessStatement.oom("containerd", text)
      statement.containerID = text.containerID(from: at) ?? text.containerID()
      // Without an id it cannot be told whose it was, and one kill may be told many times.
      statement.tellsKill = statement.containerID != nil
      return .death(statement)
    }
    guard text.contains("ExitStatus:137") || text.contains("exit_status:137"), text.contains("xit"),
      let id = text.containerID()
    else { return nil }
    var statement = WitnessStatement("containerd", .sigkill, text: text.words)
    statement.containerID = id
    if let pid = text.number(after: "Pid:") ?? text.number(after: " pid:"), pid > 0 {
      statement.child = NamedProcess(pid: pid)
    }
    return .death(statement)
  }

  /// conmon's `<ninfo>: OOM event received`, with the first 20 digits of the container's id.
  static let conmon = Speaker("conmon", sentinels: ["OOM event received", ": OOM received"]) { text, voice in
    guard text.contains("OOM event received") || text.contains("OOM received"),
      voice.name == "conmon" || text.contains("conmon")
    else { return nil }
    var statement = WitnessStatement.oom("conmon", text)
    var at = 0
    var length = 0
    while at <= text.count {
      if at < text.count, hexDigit(text[at]) != nil {
        length += 1
      } else {
        if length == 20 { statement.containerID = text.text(at - 20..<at) }
        length = 0
      }
      at += 1
    }
    return .death(statement)
  }

  /// `docker events` as text (an envelope makes that of JSON, too), and dockerd's own log.
  static let docker = Speaker(
    "docker",
    sentinels: [
      " oom ", "container kill ", "Container failed to exit", "\"oom\"", "exitCode=137", "\"exitCode\":\"137\"",
      "\"signal\":\"9\"",
    ]
  ) { text, _ in
    if text.contains("using the force"), let id = text.containerID() ?? text.word(after: "container=") {
      return .ending(Ward("docker", name: id), reason: "the container was told to stop, and dockerd killed it")
    }
    if let id = text.word(after: "container kill "), text.contains("signal=9") {
      return .ending(Ward("docker", name: id), reason: "the container was told to stop by signal 9")
    }
    let words: (id: String, verb: String)? =
      if let id = text.word(after: "container oom ") {
        (id, "oom")
      } else if let id = text.word(after: "container die "), text.contains("exitCode=137") {
        (id, "die")
      } else if text.contains("\"status\":\"oom\"") || text.contains("\"Action\":\"oom\"") {
        // As another program quotes it.
        (text.between("\"id\":\"", "\"") ?? text.between("\"ID\":\"", "\"") ?? "", "oom")
      } else {
        nil
      }
    guard let (id, verb) = words, !id.isEmpty else { return nil }
    var statement =
      verb == "oom" ? WitnessStatement.oom("docker", text) : WitnessStatement("docker", .sigkill, text: text.words)
    statement.containerID = id
    statement.child =
      (text.between(", name=", ",") ?? text.between(", name=", ")") ?? text.between("(name=", ",")
      ?? text.between("(name=", ")") ?? text.between("\"name\":\"", "\"")).map { NamedProcess(name: $0) }
    return .death(statement)
  }

  /// The ECS agent repeats what Docker says of the container, whatever its exit code is: only 137 shows a kill.
  static let ecs = Speaker("ecs", sentinels: ["Container killed due to memory usage"]) { text, _ in
    guard text.contains("OutOfMemoryError: Container killed due to memory usage"),
      text.contains("exit: 137") || text.contains("exitCode=137") || text.contains("Exit: 137")
        || text.contains("\"exitCode\":137") || text.contains("\"exitCode\": 137") || text.contains("exitCode: 137")
    else { return nil }
    var statement = WitnessStatement.oom("ecs", text)
    statement.containerID = text.containerID()
    return .death(statement)
  }

  /// The kubelet's watch of the kernel's log (cadvisor), and what it stops itself.
  static let kubelet = Speaker(
    "kubelet",
    sentinels: ["sys oom event", "Created an OOM event", "Killing container with", "exitCode=137"]
  ) { text, _ in
    if text.contains("Killing container with a grace period"), let id = text.containerID() {
      return .ending(Ward("kubelet", name: id), reason: "the kubelet stopped the container")
    }
    if text.contains("Got sys oom event") {
      var statement = WitnessStatement.oom("kubelet", text)
      // The names are the other way round than they read.
      statement.cgroup = text.word(after: "ContainerName:").map { $0.hasPrefix("/") ? $0 : "/\($0)" }
      statement.child = NamedProcess(
        pid: text.number(after: "Pid:"),
        name: text.between("ProcessName:", " TimeOfDeath") ?? text.word(after: "ProcessName:"))
      if statement.child?.pid == nil { statement.tellsKill = false }
      statement.comms = (statement.child?.name).map { [$0] } ?? []
      if let time = text.offset(of: "TimeOfDeath:") {
        statement.died = ProgramStamp(text.extracting(time + 12..<text.count)).flatMap { stamp in
          stamp.offset.flatMap { stamp.civil.instant(year: 0, offset: $0)?.nanoseconds }
        }
      }
      return .death(statement)
    }
    if let path = text.between("Created an OOM event in container \"", "\"") {
      var statement = WitnessStatement.oom("kubelet", text)
      statement.cgroup = path
      statement.containerID = text.containerID()
      return .death(statement)
    }
    guard text.contains("(PLEG): container finished"), text.contains("exitCode=137"),
      let id = text.between("containerID=\"", "\"")
    else { return nil }
    var statement = WitnessStatement("kubelet", .sigkill, text: text.words)
    statement.containerID = id
    return .death(statement)
  }
}
