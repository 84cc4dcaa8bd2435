package dev.attune.infra.stack;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A node at this moment.
 *
 * @param pid of its main process, when it runs here
 * @param uptime since the start of that process; zero when it doesn't run here
 * @param bytes its share of physical memory with its child processes (PSS), where the system tells
 */
public record NodeStatus(Node node, NodeState state, OptionalLong pid, Duration uptime, OptionalLong bytes) {}
