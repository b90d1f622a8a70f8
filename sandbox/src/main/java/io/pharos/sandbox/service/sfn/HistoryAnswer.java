package io.pharos.sandbox.service.sfn;

import io.pharos.sandbox.states.HistoryEvent;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.utils.builder.Buildable;

/** An event of the interpreter as the API gives it: details in the field of the event's type. */
final class HistoryAnswer {
  private HistoryAnswer() {}

  static software.amazon.awssdk.services.sfn.model.HistoryEvent of(HistoryEvent event) {
    var builder =
        software.amazon.awssdk.services.sfn.model.HistoryEvent.builder()
            .id(event.id())
            .previousEventId(event.previousId())
            .timestamp(event.timestamp())
            .type(event.type());
    SdkPojo pojo = (SdkPojo) builder;
    for (SdkField<?> field : pojo.sdkFields()) {
      if (field.memberName().equals(detailField(event.type())) && !event.details().isEmpty()) {
        field.set(pojo, details(field, event.details()));
      }
    }
    return builder.build();
  }

  private static String detailField(String type) {
    if (type.endsWith("StateEntered")) {
      return "stateEnteredEventDetails";
    }
    if (type.endsWith("StateExited")) {
      return "stateExitedEventDetails";
    }
    return Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventDetails";
  }

  private static Object details(SdkField<?> field, Map<String, String> values) {
    SdkPojo builder = field.constructor().get();
    for (SdkField<?> detail : builder.sdkFields()) {
      String value = values.get(detail.memberName());
      if (value != null) {
        detail.set(builder, value(detail, value));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object value(SdkField<?> field, String value) {
    if (field.marshallingType() == MarshallingType.LONG) {
      return Long.valueOf(value);
    }
    return field.marshallingType() == MarshallingType.INTEGER
        ? (Object) Integer.valueOf(value)
        : value;
  }
}
