// Every word the chart shows. A page may give others in <script type="application/json" id="gantt-strings">.
const ENGLISH = {
  // columns
  wbs: 'WBS', name: 'Name', accountable: 'Accountable', deliverable: 'Deliverable', duration: 'Duration', start: 'Start', finish: 'Finish',
  float: 'Float', progress: 'Progress', activity_key: 'Key', free_float: 'Free float', promised: 'Promised finish', due: 'Deadline',
  // toolbar
  toolbar: 'Plan', undo: 'Undo', redo: 'Redo', add: 'Add', link: 'Link', zoom_in: 'Zoom in', zoom_out: 'Zoom out',
  fit: 'Fit', today: 'Today', by_person: 'Colour by person', why: 'Why these dates', filter: 'Filter',
  filter_hint: 'Filter: name, key, person, is:critical', keys: 'Keys', collapse_all: 'Collapse all', expand_all: 'Expand all',
  group_by: 'Group by', by_outline: 'By outline', by_accountable: 'By accountable person', by_resources: 'By resource', by_deliverable: 'By deliverable',
  none_accountable: 'Nobody', none_resources: 'Nobody works on it', none_deliverable: 'Leads to no deliverable', resources: 'Resources',
  outline_hidden: 'Show the plan by its outline to change that.', picture: 'Save as picture', picture_saved: 'The picture is with your downloads.',
  picture_too_long: 'This is too long for one picture: collapse or filter it, or print the plan.', picture_finish: 'Finish {finish}',
  select: 'Choose several', paste: 'Paste rows', selected_one: '{n} chosen', selected_other: '{n} chosen', copied_one: '{n} row copied', copied_other: '{n} rows copied',
  changed_rows_one: 'Changed {n} activity.', changed_rows_other: 'Changed {n} activities.', left_as_they_are: 'Left as they are: {keys}.',
  removed_rows_one: 'Removed {n} activity', removed_rows_other: 'Removed {n} activities with what stood below them',
  paste_title: 'Rows from a spreadsheet', paste_rows: 'Rows, as the spreadsheet copies them', paste_where: 'What to do with them',
  paste_help: 'A first line with titles is understood. Leading spaces, a WBS column or an outline level make the outline; predecessors are numbers of these rows or keys, such as 3FS+2d.',
  paste_below: 'Add below {key}', paste_at_end: 'Add at the end', paste_over: 'Write over the rows from {key} on', paste_do: 'Do it',
  paste_adds_one: '{n} activity is added.', paste_adds_other: '{n} activities are added.', paste_changes_one: '{n} activity is changed.', paste_changes_other: '{n} activities are changed.',
  paste_faults_one: '{n} row has something that cannot be read.', paste_faults_other: '{n} rows have something that cannot be read.',
  paste_skip: 'Leave out what cannot be read', paste_nothing: 'There is nothing to paste yet.', paste_left_out: 'left out', paste_column: 'What column {n} means',
  paste_more_one: 'and {n} more row', paste_more_other: 'and {n} more rows', paste_too_many: 'That is {n} steps; {most} go at once: paste it in parts.',
  paste_too_long: 'This is too much at once: {rows} rows and {columns} columns at most.', paste_open_quote: 'A quotation mark is opened and not closed.', paste_ignored: 'Not written over: {columns}.',
  name_too_long: 'The name is longer than {n} characters.', waits_for_itself: 'It would wait for itself.', id: 'ID',
  name_missing: 'A name is missing.', no_row_there: 'The chart has no such row.', predecessors: 'Predecessors', level: 'Outline level',
  k_extend: 'Choose several rows', k_select: 'Choose one more row, or all', k_copy: 'Copy rows for a spreadsheet, paste rows from one',
  // grid and timeline
  grid: 'Activities of the plan', timeline: 'Timeline; the grid beside it says the same in words', status_line: 'Status',
  divider: 'Width of the grid', critical: 'critical', near_critical: 'nearly critical', milestone: 'Milestone', summary: 'Summary',
  saving: 'saving', new_name: 'Name of the new activity', manual: 'Scheduled by hand',
  snet: 'Start no earlier than {date}', snlt: 'Start no later than {date}', fnet: 'Finish no earlier than {date}',
  fnlt: 'Finish no later than {date}', mso: 'Must start on {date}', mfo: 'Must finish on {date}', alap: 'As late as possible',
  deadline: 'Deadline {date}', deadline_missed: 'Deadline {date} missed', baseline_dates: 'Baseline {start} to {finish}',
  legend: 'Critical path by accountable person:', nobody: 'Nobody',
  // states
  loading: 'Loading the plan', empty: 'This plan has no activities yet. Add the first one, then link what waits for what.',
  add_first: 'Add the first activity', no_match: 'No activity matches “{text}”.', clear_filter: 'Clear the filter',
  load_failed: 'The plan could not be loaded. Nothing is lost.', try_again: 'Try again', read_only: 'You may look at this plan, not change it.',
  loaded_one: '{n} activity', loaded_other: '{n} activities', shown_of: '{n} of {all} activities shown',
  // results
  finish_same: 'Project finish stays {finish}', finish_moves: 'Project finish {shift}, now {finish}',
  finish_would: 'Project finish {shift}: {finish}', moves_one: '{n} activity moves', moves_other: '{n} activities move',
  moved_one: '{n} activity moved', moved_other: '{n} activities moved',
  nothing_moves: 'Nothing else moves', nothing_moved: 'Nothing else moved', stays: 'It stays: {why}', in_parts: 'Interrupted, in {count} parts', asking: 'Asking what that leads to…',
  removed: 'Removed {key}', removed_with_one: 'Removed {key} and {n} below it', removed_with_other: 'Removed {key} and {n} below it', undone: 'Nothing left to undo',
  redone: 'Nothing left to redo', cancelled: 'Cancelled, nothing changed', others: 'Somebody else changed the plan; the chart shows it now.',
  and_more_one: 'And {n} more change.', and_more_other: 'And {n} more changes.', while_you_edit: 'You are editing {key}: both values will be shown.',
  is_editing: '{who} is editing {key}', name_editing: '{who} (editing {key})', also_here: 'Also here: {names}',
  not_saved: 'Not saved, the server did not answer: {what}', signed_out: 'Not saved: you are signed out. Sign in in another tab, then try again.',
  refused: 'Not saved: {why}', may_not: 'You may not change this plan', accountable_elsewhere: 'Who is accountable is changed on the page of the activity.',
  open_comments_one: '{n} open comment', open_comments_other: '{n} open comments',
  open_activity: 'Open {key}', computed: '{column} is computed. The reason stands beside the chart.', no_why: 'The reason could not be loaded.',
  summary_fixed: '{column} of a summary follows from what stands below it.', a_number: 'Give a duration such as 3 d, 4 h or 2 w.',
  a_percent: 'Give a whole number from 0 to 100.', a_date: 'Give a date.', a_person: 'Choose a person of the list.', a_deliverable: 'Give the key of a deliverable, such as DL-3.',
  not_there: 'There is no activity {text}: choose one of the list.', moved_to: '{key}: start {start}', lengthened: '{key}: duration {duration}',
  // dialogs
  conflict_title: '{key} has changed meanwhile', conflict_text: '{who} changed it while you did. Choose which value holds for each field.',
  columns: 'Columns', columns_title: 'Columns of the grid', columns_help: 'This browser remembers them. On a narrow screen only the name is shown.',
  use_columns: 'Show these', usual_columns: 'The usual ones',
  somebody: 'Somebody', field: 'Field', theirs: 'Theirs', yours: 'Yours', use_choice: 'Save the choice', keep_theirs: 'Keep theirs',
  link_title: 'What does {key} wait for?', link_of: '{key} {name}', predecessor: 'Predecessor', kind: 'Kind', lag: 'Lag',
  lag_help: 'For instance 2 d, -4 h, 50 %; 2 ed counts days of the clock.', make_link: 'Link', close: 'Close', present_links: 'It waits for',
  remove_link: 'Remove the link from {key}', FS: 'Finish to start', SS: 'Start to start', FF: 'Finish to finish', SF: 'Start to finish',
  drivinglink: 'driving', keys_title: 'Keys of the chart', nothing_changed: 'Nothing would change',
  start_none: 'None', constraint: 'Constraint', constraint_minute: 'Constraint date', percent_complete: 'Progress',
  duration_minutes: 'Duration', accountable_key: 'Accountable', deadline_minute: 'Deadline', is_manual: 'By hand', notes: 'Notes',
  // keys
  k_arrows: 'Move between rows and columns; on a name, open and close a summary', k_edit: 'Edit the cell, or read why it is so', k_escape: 'Leave without a change',
  k_indent: 'Outdent and indent', k_move: 'Move up and down', k_insert: 'Add an activity below', k_delete: 'Remove, with undo',
  k_undo: 'Undo and redo', k_zoom: 'Zoom the timeline', k_shift: 'Start a day earlier or later', k_length: 'A day shorter or longer',
  k_link: 'Link: what this activity waits for', k_colour: 'Colour the critical path by person', k_why: 'Show or hide why the dates are as they are', k_comments: 'Comments on the activity', k_print: 'Print the whole plan', k_filter: 'Filter', k_scroll: 'Scroll the timeline to the activity, to today',
  k_all: 'Collapse or expand everything', k_ends: 'First and last row', k_fit: 'Fit the plan into the view', k_help: 'Show these keys',
  // names on the keyboard
  Ctrl: 'Ctrl', Shift: 'Shift', Alt: 'Alt', Insert: 'Insert', Delete: 'Delete', Home: 'Home', End: 'End', Enter: 'Enter', Esc: 'Esc',
  // dates: Fri 18 Dec 2026, 18 Dec
  day_text: '{weekday} {day} {month} {year}', day_month: '{day} {month}',
  // units: what is shown, then what is understood
  d: 'd', h: 'h', min: 'min', wk: 'w', units_d: 'd day days t tag tage tagen', units_h: 'h hour hours std stunde stunden',
  units_min: 'min minute minutes minuten m', units_w: 'w wk week weeks wo woche wochen',
};

/** Return `t(name, values)`, which gives a text of the chart in the page's language; a count `n` chooses `_one` or `_other`. */
export function texts(root = document) {
  const given = root.getElementById('gantt-strings');
  const map = { ...ENGLISH };
  if (given) Object.assign(map, JSON.parse(given.textContent));
  const language = root.documentElement.lang || 'en';
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return function t(name, values = {}) {
    const text = map[name] ?? ('n' in values ? map[`${name}_${plural.select(values.n)}`] ?? map[`${name}_other`] : undefined) ?? name;
    return text.replace(/\{(\w+)\}/g, (whole, key) => {
      const value = values[key];
      if (value === undefined) return whole;
      return typeof value === 'number' ? number.format(value) : value;
    });
  };
}
