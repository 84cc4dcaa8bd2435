/**
 * Live profiles: the fold of each person's stream as one document, with the compact history behind it, and the documents
 * by which a profile is found by any of its identities. Answers from them, and waits for what was just written.
 */
@NullMarked
package dev.attune.query.profile;

import org.jspecify.annotations.NullMarked;
