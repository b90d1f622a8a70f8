package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Ids;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/** A version of an object in a bucket, or a delete marker, and how far its replication is. */
public final class StoredObject {

  /**
   * As {@code x-amz-replication-status} says it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html">Getting
   *     replication status information</a>
   */
  public enum Status {
    /** No rule was about it when it was written. */
    NONE,
    PENDING,
    COMPLETED,
    FAILED,
    /** It came from another bucket. */
    REPLICA
  }

  private final String key;
  private final String version;
  private final Instant written;
  private final Optional<byte[]> content;
  private Status status;

  /**
   * @param content empty for a delete marker
   */
  StoredObject(
      String key, String version, Instant written, Optional<byte[]> content, Status status) {
    this.key = key;
    this.version = version;
    this.written = written;
    this.content = content;
    this.status = status;
  }

  /** The same version in another bucket: it keeps its id and its time. */
  StoredObject replica() {
    return new StoredObject(key, version, written, content, Status.REPLICA);
  }

  public String key() {
    return key;
  }

  /** Its id; {@code null} as a word in a bucket without versions. */
  public String version() {
    return version;
  }

  /** When it was written, here or where it came from. */
  public Instant written() {
    return written;
  }

  /** Whether it is a delete marker. */
  public boolean deleted() {
    return content.isEmpty();
  }

  /** What was written; nothing for a delete marker. */
  public byte[] content() {
    return content.orElseGet(() -> new byte[0]).clone();
  }

  /** Changes with every write, as that of an object under a customer's key does. */
  String tag() {
    return '"' + Ids.hex("", 32, key, version, Arrays.hashCode(content())) + '"';
  }

  /** What the SDK sends with everything that it writes. */
  String checksum() {
    CRC32 sum = new CRC32();
    sum.update(content());
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array());
  }

  public Status status() {
    return status;
  }

  void status(Status status) {
    this.status = status;
  }
}
