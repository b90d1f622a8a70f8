package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserViewTest {
  private static final Instant FAULT = ProbeLog.START.plusSeconds(100);

  @Test
  void rtoIsTheFirstSecondAfterWhichUsersAreServedForTenMinutes() {
    ProbeLog log =
        new ProbeLog()
            .served(100, "a")
            .unserved(60, "timeout")
            .served(1, "b")
            .unserved(9, "500")
            .served(700, "b");

    UserView view = UserView.of(log.entries(), List.of(), FAULT);

    assertThat(view.rto()).contains(Duration.ofSeconds(70));
    assertThat(view.unavailable()).isEqualTo(Duration.ofSeconds(69));
  }

  @Test
  void usersWhoWereNotServedLongEnoughHaveNotRecovered() {
    ProbeLog log = new ProbeLog().served(100, "a").unserved(60, "timeout").served(599, "b");

    UserView view = UserView.of(log.entries(), List.of(), FAULT);

    assertThat(view.rto()).isEmpty();
    assertThat(view.lastFailure()).contains("timeout");
  }

  @Test
  void usersWhoAreUnservedAtTheEndHaveNotRecovered() {
    ProbeLog log = new ProbeLog().served(100, "a").unserved(1000, "timeout");

    assertThat(UserView.of(log.entries(), List.of(), FAULT).rto()).isEmpty();
  }

  @Test
  void aFaultThatNobodyNoticesHasAnRtoOfZero() {
    ProbeLog log = new ProbeLog().served(1000, "a");

    UserView view = UserView.of(log.entries(), List.of(), FAULT);

    assertThat(view.rto()).contains(Duration.ZERO);
    assertThat(view.lastFailure()).isEmpty();
  }

  @Test
  void rpoIsTheAgeOfTheOldestLostRowAtTheFault() {
    ProbeLog log = new ProbeLog().served(100, "a").unserved(60, "timeout").served(700, "b");

    UserView view = UserView.of(log.entries(), log.rows(98, 100), FAULT);

    assertThat(view.rpo()).isEqualTo(Duration.ofSeconds(3));
    assertThat(view.lostWrites()).isEqualTo(3);
    assertThat(view.acknowledgedWrites()).isEqualTo(800);
  }

  @Test
  void withoutLossRpoIsZero() {
    ProbeLog log = new ProbeLog().served(900, "a");

    assertThat(UserView.of(log.entries(), List.of(), FAULT).rpo()).isZero();
  }

  @Test
  void twoRegionsThatTakeRowsInTheSameSecondAreTwoWriters() {
    ProbeLog log =
        new ProbeLog().served(100, "a").servedWithWriters(1, "b", "a", "b").served(700, "b");

    assertThat(UserView.of(log.entries(), List.of(), FAULT).maxConcurrentWriters()).isEqualTo(2);
  }
}
