package dev.attune.query.projection;

import dev.attune.query.view.ViewStore;

/** What the runs of a projection's generations work with. */
record RunnerParts(
    Projection projection,
    ViewStore store,
    Generations generations,
    Checkpoints checkpoints,
    Brokers brokers,
    Announcements announcements,
    GapReporter reporter,
    Decoder decoder,
    Intake intake,
    Reach reach,
    ProjectionMetrics metrics,
    Precedence precedence,
    RunnerSettings settings) {}
