/**
 * Which products go together and which are wanted most. One document per person holds what was viewed and bought in each
 * visit; what changes there is told to documents per product. Exact as long as nothing is beyond the bounds.
 */
@NullMarked
package dev.attune.query.product;

import org.jspecify.annotations.NullMarked;
