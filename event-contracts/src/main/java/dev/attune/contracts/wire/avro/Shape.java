package dev.attune.contracts.wire.avro;

/** How one Java type is written and read by one Avro schema. Never null; nullable components are the slot's affair. */
interface Shape {

  void write(Object value, BinaryOut out);

  Object read(BinaryIn in);
}
