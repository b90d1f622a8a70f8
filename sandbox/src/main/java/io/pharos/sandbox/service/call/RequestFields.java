package io.pharos.sandbox.service.call;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The members of a request that are set, by the names that AWS's API gives them. */
public final class RequestFields {
  private RequestFields() {}

  public static Map<String, Object> of(SdkRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (SdkField<?> field : request.sdkFields()) {
      Object value = field.getValueOrDefault(request);
      boolean unset =
          value == null
              || value instanceof SdkAutoConstructList
              || value instanceof SdkAutoConstructMap
              || value instanceof Collection<?> many && many.isEmpty();
      if (!unset) {
        fields.put(field.memberName(), value);
      }
    }
    return fields;
  }
}
