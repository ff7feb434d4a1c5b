"""Simulated time: who waits, who is woken, and when."""

from tests.simulation.tasks import Signal, Simulation


def test_who_has_waited_in_vain_is_not_woken_from_something_else() -> None:
    simulation, late, never = Simulation(0), Signal(), Signal()
    woken: list[tuple[float, bool]] = []

    def wait() -> None:
        for signal in (late, never):
            woken.append((simulation.now, simulation.wait(signal, 100)))
        woken.append((simulation.now, False))

    simulation.spawn(wait)
    simulation.spawn(lambda: simulation.set(late), 150)
    simulation.run()
    assert woken == [(0, False), (100, False), (200, False)]


def test_who_waits_is_woken_at_once_and_what_is_set_already_is_not_waited_for() -> None:
    simulation, signal = Simulation(0), Signal()
    woken: list[tuple[float, bool]] = []

    def wait() -> None:
        for _ in range(2):
            heard = simulation.wait(signal, 100)
            woken.append((simulation.now, heard))

    simulation.spawn(wait)
    simulation.spawn(lambda: simulation.set(signal), 50)
    simulation.run()
    assert woken == [(50, True), (50, True)]
