package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * {@code aws:s3/bucketObjectv2:BucketObjectv2}: an object whose content stands in the program, as
 * text or in Base64. Files are not simulated.
 */
public final class ObjectBehavior implements Behavior {
  public static final String TYPE = "aws:s3/bucketObjectv2:BucketObjectv2";

  private final Buckets buckets;

  public ObjectBehavior(Buckets buckets) {
    this.buckets = buckets;
  }

  @Override
  public void create(Resource object) {
    Resource bucket = buckets.of(object);
    write(object);
    object.id(object.string("bucket") + "/" + object.string("key"));
    object.set("arn", bucket.string("arn") + "/" + object.string("key"));
    object.set("storageClass", "STANDARD");
    object.set("serverSideEncryption", "AES256");
  }

  @Override
  public void update(Resource object, Map<String, Object> before) {
    write(object);
  }

  @Override
  public void delete(Resource object) {
    buckets.delete(object.string("bucket"), object.string("key"));
  }

  private void write(Resource object) {
    if (object.has("source")) {
      throw new UnsupportedOperationException("the sandbox writes no files as objects");
    }
    byte[] content =
        object.has("contentBase64")
            ? Base64.getDecoder().decode(object.string("contentBase64"))
            : object.string("content").getBytes(StandardCharsets.UTF_8);
    buckets.put(object.string("bucket"), object.string("key"), content);
    object.set("etag", Ids.hex("", 32, object.string("contentBase64"), object.string("content")));
  }
}
