using CsCheck;
using Signpost.Edge.Tracking;

namespace Signpost.Edge.Tests.Tracking;

public sealed class AssignmentTests
{
    private static readonly Gen<(int Rows, int Columns, float[] Gains)> GenGains =
        from rows in Gen.Int[0, 5]
        from columns in Gen.Int[0, 5]
        from gains in Gen.OneOf(Gen.Float[-1, 2], Gen.Const(0f), Gen.Const(float.NaN)).Array[rows * columns]
        select (rows, columns, gains);

    [Fact]
    public void Solve_AnyGains_IsAsGoodAsTryingEverything()
    {
        var assignment = new Assignment(8, 8);
        GenGains.Sample(
            x =>
            {
                var chosen = Solve(assignment, x.Rows, x.Columns, x.Gains);
                Assert.Equal(Best(x.Gains, x.Rows, x.Columns, 0, 0), Sum(x.Gains, x.Columns, chosen), 1e-4);
                Assert.All(chosen.Index(), pair => Assert.True(pair.Item < 0 || x.Gains[pair.Index * x.Columns + pair.Item] > 0));
                Assert.Distinct(chosen.Where(column => column >= 0));
            },
            threads: 1);
    }

    [Fact]
    public void Solve_GreedyWouldTakeTheBestPairFirst_TakesTheBestSum()
    {
        // Best pair first: 1.0 and then nothing. Both together: 0.9 + 0.8.
        Assert.Equal([1, 0], Solve(new Assignment(2, 2), 2, 2, [1f, 0.9f, 0.8f, 0f]));
    }

    [Fact]
    public void Solve_MoreRowsThanColumns_LeavesTheWorstAlone() =>
        Assert.Equal([-1, 0, -1], Solve(new Assignment(3, 1), 3, 1, [0.5f, 0.9f, 0.7f]));

    [Fact]
    public void Solve_FullSize_AllocatesNothing()
    {
        var assignment = new Assignment(32, Tracker.MaximumFaces);
        var (chosen, random) = (new int[32], new Random(3));
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.All(chosen, column => Assert.InRange(column, 0, Tracker.MaximumFaces - 1));

        void Run()
        {
            foreach (ref var gain in assignment.Gains(32, Tracker.MaximumFaces)) gain = random.NextSingle() + 0.01f;
            assignment.Solve(chosen);
        }
    }

    private static int[] Solve(Assignment assignment, int rows, int columns, float[] gains)
    {
        var chosen = new int[rows];
        gains.CopyTo(assignment.Gains(rows, columns));
        assignment.Solve(chosen);
        return chosen;
    }

    private static double Sum(float[] gains, int columns, int[] chosen) =>
        chosen.Index().Where(pair => pair.Item >= 0).Sum(pair => (double)gains[pair.Index * columns + pair.Item]);

    // The slow twin: every row alone or with each column that is left.
    private static double Best(float[] gains, int rows, int columns, int row, int taken)
    {
        if (row == rows) return 0;
        var best = Best(gains, rows, columns, row + 1, taken);
        for (var column = 0; column < columns; column++)
        {
            var gain = gains[row * columns + column];
            if ((taken & (1 << column)) == 0 && gain > 0) best = Math.Max(best, gain + Best(gains, rows, columns, row + 1, taken | (1 << column)));
        }

        return best;
    }
}
