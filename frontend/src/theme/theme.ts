import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  Drawer,
  EmptyState,
  Input,
  Menu,
  Modal,
  Paper,
  SegmentedControl,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { amber, dark, gray, green, petrol, red } from './palette';

/** Control heights in px. */
const controlHeight: Record<string, number> = { xs: 28, sm: 32, md: 36 };

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  colors: { petrol, green, red, amber, yellow: amber, gray, dark },
  black: '#151a20',
  fontFamily: "'Inter Variable', 'Segoe UI', system-ui, -apple-system, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.4' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.35' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  shadows: {
    xs: '0 1px 1px rgba(16,22,30,.04)',
    sm: '0 1px 2px rgba(16,22,30,.06), 0 1px 1px rgba(16,22,30,.04)',
    md: '0 6px 16px -4px rgba(16,22,30,.12), 0 2px 4px rgba(16,22,30,.06)',
    lg: '0 16px 40px -8px rgba(16,22,30,.20), 0 4px 10px rgba(16,22,30,.06)',
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm', fw: 550 },
      vars: (_t, p) => ({
        root: { '--button-height': `${controlHeight[String(p.size ?? 'sm')] ?? 32}px`, '--button-padding-x': '12px' },
      }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 32 } }),
    Input: Input.extend({
      defaultProps: { size: 'sm' },
      vars: (_t, p) => ({
        wrapper: {
          '--input-height': `${controlHeight[String(p.size ?? 'sm')] ?? 32}px`,
          '--input-fz': 'var(--mantine-font-size-sm)',
        },
      }),
    }),
    // A web view keeps what is typed into fields on its own disk, where no erasure finds it (D8.5). Fields for the user's own
    // name and password say otherwise.
    TextInput: TextInput.extend({ defaultProps: { autoComplete: 'off' } }),
    Textarea: Textarea.extend({ defaultProps: { autoComplete: 'off' } }),
    InputWrapper: { styles: { label: { fontWeight: 550, marginBottom: 4 } } },
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 'xs' } }),
    EmptyState: EmptyState.extend({
      defaultProps: { withIndicatorBackground: true },
      vars: (_t, p) => ({ root: { '--empty-state-indicator-size': p.size === 'sm' ? '1.375rem' : '2.125rem' } }),
    }),
    Paper: Paper.extend({ defaultProps: { radius: 'md' } }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'md',
        radius: 'md',
        transitionProps: { duration: 80 },
        withInitialFocusPlaceholder: false,
        withinPortal: false,
      },
    }),
    // The page itself never scrolls, so nothing need be locked; locking adds a style sheet, after which WebKit makes all its fonts anew.
    Modal: Modal.extend({
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.45 }, lockScroll: false },
    }),
    ModalRoot: Modal.Root.extend({ defaultProps: { lockScroll: false } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
    DrawerRoot: Drawer.Root.extend({ defaultProps: { lockScroll: false } }),
    // Beside what it names, hence inside its landmark; fixed, so that a scrolling sidebar does not cut it off.
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, withArrow: false, fz: 'xs', withinPortal: false, floatingStrategy: 'fixed' },
    }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
  },
});
