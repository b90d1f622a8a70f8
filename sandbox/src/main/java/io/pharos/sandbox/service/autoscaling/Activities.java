package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.core.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/** The scaling activities of one group, newest first. */
final class Activities {
  private static final int KEPT = 100;

  private final String groupName;
  private final List<Activity> activities = new ArrayList<>();
  private int count;

  Activities(String groupName) {
    this.groupName = groupName;
  }

  List<Activity> newestFirst() {
    return List.copyOf(activities);
  }

  /** Starts one and returns its id. */
  String begin(Instant now, String description, String cause) {
    return add(now, description, cause, ScalingActivityStatusCode.IN_PROGRESS, null);
  }

  void failed(Instant now, String description, String cause, String message) {
    add(now, description, cause, ScalingActivityStatusCode.FAILED, message);
  }

  void end(Instant now, String id, ScalingActivityStatusCode status, String message) {
    activities.replaceAll(
        activity ->
            activity.activityId().equals(id)
                ? activity.toBuilder()
                    .endTime(now)
                    .progress(100)
                    .statusCode(status)
                    .statusMessage(message)
                    .build()
                : activity);
  }

  private String add(
      Instant now,
      String description,
      String cause,
      ScalingActivityStatusCode status,
      String message) {
    String id = Ids.hex("", 32, groupName, count++);
    Activity.Builder activity =
        Activity.builder()
            .activityId(id)
            .autoScalingGroupName(groupName)
            .description(description)
            .cause("At " + now + " " + cause)
            .startTime(now)
            .statusCode(status)
            .statusMessage(message)
            .progress(status == ScalingActivityStatusCode.FAILED ? 100 : 0);
    if (status == ScalingActivityStatusCode.FAILED) {
      activity.endTime(now);
    }
    activities.add(0, activity.build());
    if (activities.size() > KEPT) {
      activities.remove(KEPT);
    }
    return id;
  }
}
