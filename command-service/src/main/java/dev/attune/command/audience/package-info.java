/**
 * Tells who enters and who leaves an audience, as events on their streams: a reaction to the log and to the clock. One node
 * at a time goes through the log, keeps where each person stands and when that may change by time alone, and records each
 * crossing once. What it keeps is disposable: it is made of the log again. A new or changed audience tells nothing of who
 * belongs already.
 */
@NullMarked
package dev.attune.command.audience;

import org.jspecify.annotations.NullMarked;
