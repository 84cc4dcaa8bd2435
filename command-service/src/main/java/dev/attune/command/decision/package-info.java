/**
 * Decides which offer a person sees now. The decision is a command on the person's stream: taken on strictly consistent
 * state, stored before it is answered, and answered again from the log when the same request comes again.
 */
@NullMarked
package dev.attune.command.decision;

import org.jspecify.annotations.NullMarked;
