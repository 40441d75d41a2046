namespace Signpost.Edge.Tracking;

/// <summary>
/// The best assignment of rows to columns, each at most once: the greatest sum of gains, where staying alone gains nothing. Shortest augmenting
/// paths with potentials (Kuhn 1955; Jonker and Volgenant 1987). Fixed memory, nothing allocates; not thread-safe.
/// </summary>
internal sealed class Assignment
{
    private const double Never = 1e9;

    private readonly int _rows, _columns;
    private readonly float[] _gains;
    private readonly double[] _rowPotential, _columnPotential, _distance;
    private readonly int[] _rowOf, _way;
    private readonly bool[] _done;
    private int _width;

    public Assignment(int rows, int columns)
    {
        (_rows, _columns) = (rows, columns);
        _gains = new float[rows * columns];
        // Index 0 is the path's beginning; behind the real columns each row has one of its own, to stay alone in.
        var all = 1 + columns + rows;
        _rowPotential = new double[rows + 1];
        _columnPotential = new double[all];
        _distance = new double[all];
        _rowOf = new int[all];
        _way = new int[all];
        _done = new bool[all];
    }

    /// <summary>Gains of every row, to be filled before <see cref="Solve"/>: <paramref name="columns"/> values a row; none or less: never.</summary>
    public Span<float> Gains(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, _rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, _columns);
        _width = columns;
        return _gains.AsSpan(0, rows * columns);
    }

    /// <summary>Assigns.</summary>
    /// <param name="chosen">Receives for each row its column, or -1.</param>
    public void Solve(Span<int> chosen)
    {
        var (rows, all) = (chosen.Length, 1 + _width + chosen.Length);
        _rowPotential.AsSpan(0, rows + 1).Clear();
        _columnPotential.AsSpan(0, all).Clear();
        _rowOf.AsSpan(0, all).Clear();
        for (var row = 1; row <= rows; row++) Augment(row, all);
        chosen.Fill(-1);
        for (var column = 1; column <= _width; column++)
        {
            if (_rowOf[column] > 0) chosen[_rowOf[column] - 1] = column - 1;
        }
    }

    private void Augment(int row, int all)
    {
        _distance.AsSpan(0, all).Fill(double.PositiveInfinity);
        _done.AsSpan(0, all).Clear();
        _rowOf[0] = row;
        var column = 0;
        do
        {
            column = Extend(column, all);
        }
        while (_rowOf[column] != 0);

        for (; column != 0; column = _way[column]) _rowOf[column] = _rowOf[_way[column]];
    }

    // One step of Dijkstra's: settles a column, looks on from the row that holds it, and names the nearest column that is not settled.
    private int Extend(int from, int all)
    {
        _done[from] = true;
        var (row, next, least) = (_rowOf[from], 0, double.PositiveInfinity);
        for (var column = 1; column < all; column++)
        {
            if (_done[column]) continue;
            var distance = Cost(row, column) - _rowPotential[row] - _columnPotential[column];
            if (distance < _distance[column]) (_distance[column], _way[column]) = (distance, from);
            if (_distance[column] < least) (next, least) = (column, _distance[column]);
        }

        for (var column = 0; column < all; column++)
        {
            if (_done[column])
            {
                _rowPotential[_rowOf[column]] += least;
                _columnPotential[column] -= least;
            }
            else
            {
                _distance[column] -= least;
            }
        }

        return next;
    }

    private double Cost(int row, int column)
    {
        if (column > _width) return column - _width == row ? 0 : Never;
        var gain = _gains[(row - 1) * _width + column - 1];
        return gain > 0 ? -gain : Never;
    }
}
