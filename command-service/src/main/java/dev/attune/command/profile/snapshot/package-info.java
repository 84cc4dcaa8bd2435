/**
 * The profile as the bytes of a snapshot, written field by field and without any name of a class. The revision holds a
 * hash over the shape of the state: a record that gains, loses or renames a component makes the snapshots useless, and
 * they are written again. What the shape does not show, a changed meaning of the fold, {@code ProfileFold.REVISION} must.
 */
@NullMarked
package dev.attune.command.profile.snapshot;

import org.jspecify.annotations.NullMarked;
