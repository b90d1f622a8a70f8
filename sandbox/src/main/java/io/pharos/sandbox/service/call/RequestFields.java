package io.pharos.sandbox.service.call;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The members of a request, by the names that AWS's API gives them; each is read when asked. */
public final class RequestFields {
  /** Found once: every call of every world asks. */
  private static final Map<Class<?>, Map<String, SdkField<?>>> MEMBERS = new ConcurrentHashMap<>();

  private final SdkRequest request;
  private final Map<String, SdkField<?>> members;

  private RequestFields(SdkRequest request) {
    this.request = request;
    this.members = MEMBERS.computeIfAbsent(request.getClass(), any -> members(request));
  }

  public static RequestFields of(SdkRequest request) {
    return new RequestFields(request);
  }

  private static Map<String, SdkField<?>> members(SdkRequest request) {
    Map<String, SdkField<?>> members = new LinkedHashMap<>();
    request.sdkFields().forEach(field -> members.put(field.memberName(), field));
    return members;
  }

  /** The member's value, or null when it is not set. */
  public Object get(String member) {
    SdkField<?> field = members.get(member);
    Object value = field == null ? null : field.getValueOrDefault(request);
    boolean unset =
        value instanceof SdkAutoConstructList
            || value instanceof SdkAutoConstructMap
            || value instanceof Collection<?> many && many.isEmpty();
    return unset ? null : value;
  }

  /** The names of the members that are set. */
  public Set<String> set() {
    Set<String> set = new TreeSet<>(members.keySet());
    set.removeIf(member -> get(member) == null);
    return set;
  }
}
